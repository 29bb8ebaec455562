package io.lorentz.bitget.fake;

/**
 * What came back.
 *
 * @param status of HTTP
 * @param body mostly JSON; HTML where a proxy answered
 */
public record FakeAnswer(int status, String body) {}

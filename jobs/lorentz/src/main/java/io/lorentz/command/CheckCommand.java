package io.lorentz.command;

import picocli.CommandLine.Command;

/** {@code lorentz check}: its verbs look for self-deception. */
@Command(
    name = "check",
    description =
        "Looks for self-deception: look-ahead, dependence on the start, parity with the replay.",
    footer = {"", "Example:", "  lorentz check lookahead --bars BTCUSDT=btc_1m.csv.gz"})
final class CheckCommand {}

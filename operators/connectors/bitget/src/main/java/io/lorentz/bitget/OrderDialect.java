package io.lorentz.bitget;

import io.lorentz.bitget.desk.Ask;
import java.util.List;

/**
 * The words of one interface of the venue: {@link ClassicDialect} speaks v2, and whoever adds the
 * unified account (v3) adds another. Safe for threads; what it begins is not.
 */
public interface OrderDialect {

  /**
   * Begins a question.
   *
   * @throws IllegalArgumentException if an id has a character that no query takes
   */
  Conversation begin(Ask ask);

  /** What the private stream of one connection says; another one for each connection. */
  PrivateDialog listen(Credentials credentials);

  /** The limit of every endpoint that is used. */
  List<EndpointLimit> limits();
}

package io.lorentz.trading.configuration;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Binds YAML and single settings to a record of options.
 *
 * <p>A record's components are its keys, in kebab-case. A {@code Map} takes any key; a {@code List}
 * of records with a component {@code name} is merged by that name and may be written as a mapping
 * from name to entry as well; any other list is replaced as a whole. A new entry of a map or list
 * starts from its type's static {@code defaults()}, if it has one, else it has to be complete;
 * {@code null} removes an entry. Values are checked by the records' own constructors.
 *
 * <p>A file may hold a section of another program, {@value #LIVE}, which the edge reads and the job
 * does not: it is passed over, so it is no part of the configuration's hash.
 *
 * <p>Objects of this class do not change and may be shared between threads.
 *
 * @param <T> type of the options
 */
public final class ConfigurationBinder<T extends Record> {

  /** Key of the section that is the edge's. */
  public static final String LIVE = "live";

  private final Class<T> type;
  private final T defaults;
  private final Shape.Keys shape;
  private final Predicate<String> passedOver;

  /**
   * @param type record type of the options
   * @param defaults what holds where nothing is said
   */
  public ConfigurationBinder(Class<T> type, T defaults) {
    this(type, defaults, LIVE::equals);
  }

  private ConfigurationBinder(Class<T> type, T defaults, Predicate<String> passedOver) {
    this.type = type;
    this.defaults = defaults;
    this.shape = Shape.keys(type);
    this.passedOver = passedOver;
  }

  /** This, passing over every section but those of its own options. */
  public ConfigurationBinder<T> onlyIts() {
    return new ConfigurationBinder<>(type, defaults, key -> !shape.byKey().containsKey(key));
  }

  /**
   * Resolves a configuration.
   *
   * @param file YAML to lay over the defaults, if any
   * @param settings {@code dotted.key=value}, laid over the file in this order; a value is YAML
   * @throws BadConfigurationException if the file cannot be read, a key is unknown, or a value is
   *     not allowed
   */
  public ResolvedConfiguration<T> resolve(Optional<Path> file, List<String> settings) {
    ObjectNode tree = ConfigurationText.yaml().valueToTree(defaults);
    Map<String, String> origins = new HashMap<>();
    file.ifPresent(path -> layFile(tree, path, origins));
    for (String setting : settings) {
      laySetting(tree, setting, origins);
    }
    return bind(tree, origins);
  }

  private void layFile(ObjectNode tree, Path file, Map<String, String> origins) {
    LocatedTree source = LocatedTree.parse(file.toString(), read(file));
    // A file that holds comments only says nothing, and that is allowed.
    if (!source.root().isMissingNode() && !source.root().isNull()) {
      new Overlay(source::location, origins)
          .layKeys(tree, own(source.root()), shape, "", file.toString());
    }
  }

  private JsonNode own(JsonNode root) {
    if (root instanceof ObjectNode keys) {
      // In place: lines are known by node.
      List<String> names = new ArrayList<>();
      keys.fieldNames().forEachRemaining(names::add);
      keys.remove(names.stream().filter(passedOver).toList());
    }
    return root;
  }

  private void laySetting(ObjectNode tree, String setting, Map<String, String> origins) {
    int equals = setting.indexOf('=');
    String place = "--set " + setting;
    if (equals <= 0) {
      throw new BadConfigurationException(
          place + ": is not a setting; write --set key=value, e.g. --set some.key=5");
    }
    JsonNode value = LocatedTree.parse(place, setting.substring(equals + 1)).root();
    if (value.isMissingNode()) {
      throw new BadConfigurationException(place + ": has no value; write --set key=value");
    }
    String[] keys = setting.substring(0, equals).strip().split("\\.", -1);
    if (passedOver.test(keys[0])) {
      return;
    }
    for (int i = keys.length - 1; i >= 0; i--) {
      ObjectNode outer = ConfigurationText.yaml().createObjectNode();
      outer.set(keys[i], value);
      value = outer;
    }
    new Overlay((container, key) -> place, origins).layKeys(tree, value, shape, "", place);
  }

  private ResolvedConfiguration<T> bind(ObjectNode tree, Map<String, String> origins) {
    try {
      T options = ConfigurationText.yaml().treeToValue(tree, type);
      return new ResolvedConfiguration<>(options, ConfigurationText.yaml().valueToTree(options));
    } catch (JsonMappingException e) {
      throw explain(e, tree, origins);
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory could not be read", e);
    }
  }

  private BadConfigurationException explain(
      JsonMappingException e, JsonNode tree, Map<String, String> origins) {
    Place place = Place.find(e.getPath(), tree, shape);
    Optional<String> refusal = refusalOf(e);
    if (refusal.isPresent()) {
      return refused(place, refusal.get(), origins);
    }
    String expected = place.shape() instanceof Shape.Leaf leaf ? leaf.words() : "keys with values";
    String was =
        place.value() + (e instanceof MismatchedInputException ? "" : " " + e.getMessage());
    return new BadConfigurationException(
        prefix(place.path(), origins)
            + place.path()
            + ": expected "
            + expected
            + ", was "
            + was
            + "; mend the value");
  }

  /** What a record's constructor said, if it was one that refused. */
  private static Optional<String> refusalOf(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (!(cause instanceof IOException) && cause.getMessage() != null) {
        return Optional.of(cause.getMessage());
      }
    }
    return Optional.empty();
  }

  /**
   * Says a refusal under the key's full name, once. A record names its keys from where it sees
   * them: {@code tick}, or {@code instruments.BTCUSDT.tick}; what it says twice of the path that
   * leads to it is left out.
   */
  private static BadConfigurationException refused(
      Place place, String message, Map<String, String> origins) {
    int colon = message.indexOf(':');
    String[] named = colon < 0 ? new String[0] : message.substring(0, colon).split("\\.", -1);
    int repeated = repeated(place.path().split("\\.", -1), named);
    String below =
        Arrays.stream(named)
            .skip(repeated)
            .map(ConfigurationText::key)
            .collect(Collectors.joining("."));
    if (repeated > 0 || place.shape().knows(below)) {
      String path = below.isEmpty() ? place.path() : Overlay.join(place.path(), below);
      return new BadConfigurationException(prefix(path, origins) + path + message.substring(colon));
    }
    String path = place.path().isEmpty() ? "" : place.path() + ": ";
    return new BadConfigurationException(prefix(place.path(), origins) + path + message);
  }

  /**
   * How many of the first names are the last keys of the path; a name may be written as its key or
   * as the person wrote it.
   */
  private static int repeated(String[] path, String[] named) {
    for (int count = Math.min(path.length, named.length); count > 0; count--) {
      int shared = 0;
      while (shared < count
          && List.of(named[shared], ConfigurationText.key(named[shared]))
              .contains(path[path.length - count + shared])) {
        shared++;
      }
      if (shared == count) {
        return count;
      }
    }
    return 0;
  }

  /** Where a key was set, or the nearest key around it that was; nothing if all are defaults. */
  private static String prefix(String path, Map<String, String> origins) {
    for (String key = path; !key.isEmpty(); key = parent(key)) {
      if (origins.containsKey(key)) {
        return origins.get(key) + ": ";
      }
    }
    return "";
  }

  private static String parent(String path) {
    int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return end < 0 ? "" : path.substring(0, end);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new BadConfigurationException(file + ": no such file; give --config an existing one");
    } catch (CharacterCodingException e) {
      throw new BadConfigurationException(file + ": is not UTF-8 text; save it as such");
    } catch (IOException e) {
      throw new BadConfigurationException(
          String.format(Locale.ROOT, "%s: cannot be read (%s); mend the path", file, reason(e)));
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }

  /** One place of a configuration: its dotted key, its shape, and what stands there. */
  private record Place(String path, Shape shape, JsonNode value) {

    static Place find(
        List<JsonMappingException.Reference> references, JsonNode tree, Shape.Keys root) {
      Place place = new Place("", root, tree);
      for (JsonMappingException.Reference reference : references) {
        place =
            reference.getFieldName() == null
                ? place.element(reference.getIndex())
                : place.below(reference.getFieldName());
      }
      return place;
    }

    private Place below(String key) {
      Shape below = new Shape.Leaf(Object.class);
      if (shape instanceof Shape.Keys keys && keys.byKey().containsKey(key)) {
        below = keys.byKey().get(key);
      } else if (shape instanceof Shape.Open open) {
        below = open.value();
      }
      return new Place(Overlay.join(path, key), below, value.path(key));
    }

    private Place element(int index) {
      JsonNode element = value.path(index);
      if (shape instanceof Shape.Named named) {
        return new Place(
            Overlay.join(path, element.path("name").asText()), named.element(), element);
      }
      return new Place(path + "[" + index + "]", elementShape(), element);
    }

    private Shape elementShape() {
      if (shape instanceof Shape.Leaf leaf && leaf.type() instanceof ParameterizedType list) {
        return Shape.of(list.getActualTypeArguments()[0]);
      }
      return shape;
    }
  }
}

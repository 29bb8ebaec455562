package io.lorentz.trading.configuration;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What may stand at one place of a configuration, read off the record types. */
sealed interface Shape {

  /** Whether a dotted key may stand below this. */
  default boolean knows(String dottedKey) {
    int dot = dottedKey.indexOf('.');
    String first = dot < 0 ? dottedKey : dottedKey.substring(0, dot);
    return this instanceof Keys keys
        && keys.byKey().containsKey(first)
        && (dot < 0 || keys.byKey().get(first).knows(dottedKey.substring(dot + 1)));
  }

  /** The keys of a record, closed. */
  record Keys(Class<?> type, Map<String, Shape> byKey) implements Shape {

    /** What a new entry of a map or list starts from: the type's own defaults, if it has any. */
    Optional<Object> defaults() {
      try {
        Method method = type.getMethod("defaults");
        return Modifier.isStatic(method.getModifiers()) && method.getReturnType() == type
            ? Optional.of(method.invoke(null))
            : Optional.empty();
      } catch (ReflectiveOperationException e) {
        return Optional.empty();
      }
    }
  }

  /** A map: any key, all values alike. */
  record Open(Shape value) implements Shape {}

  /** A list of records told apart by their key {@code name}. */
  record Named(Keys element) implements Shape {}

  /** A single value, or a list that is replaced as a whole. */
  record Leaf(Type type) implements Shape {

    private static final Set<Type> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Type> NUMBERS = Set.of(double.class, Double.class, BigDecimal.class);

    /** What may stand here, in words. */
    String words() {
      if (!(type instanceof Class<?> plain)) {
        return "a list";
      }
      if (plain.isEnum()) {
        return "one of " + String.join(", ", enumNames(plain));
      }
      if (WHOLE.contains(plain)) {
        return "a whole number";
      }
      if (NUMBERS.contains(plain)) {
        return "a number";
      }
      return plain == boolean.class || plain == Boolean.class ? "true or false" : "text";
    }

    private static List<String> enumNames(Class<?> type) {
      return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
    }
  }

  /** The shape of a type of a record component. */
  static Shape of(Type type) {
    if (type instanceof Class<?> plain && plain.isRecord()) {
      return keys(plain);
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Map.class) {
        return new Open(of(arguments[1]));
      }
      if (generic.getRawType() == List.class
          && of(arguments[0]) instanceof Keys element
          && element.byKey().containsKey("name")) {
        return new Named(element);
      }
    }
    return new Leaf(type);
  }

  /** The shape of a record type. */
  static Keys keys(Class<?> type) {
    Map<String, Shape> byKey = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      byKey.put(ConfigurationText.key(component.getName()), of(component.getGenericType()));
    }
    return new Keys(type, byKey);
  }
}

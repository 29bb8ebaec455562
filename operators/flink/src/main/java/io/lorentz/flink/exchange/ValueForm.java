package io.lorentz.flink.exchange;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** How one value of a message is written. */
interface ValueForm {

  /** Writes a value of this form. */
  void write(Object value, DataOutputView target) throws IOException;

  /** Reads what {@link #write} wrote. */
  Object read(DataInputView source) throws IOException;

  /**
   * The form of a schema.
   *
   * @throws IllegalArgumentException if it is of a kind that no message has
   */
  static ValueForm of(Schema schema, ClassLoader loader) {
    return switch (schema.getType()) {
      case LONG -> new LongForm();
      case INT -> new IntForm();
      case DOUBLE -> new DoubleForm();
      case BOOLEAN -> new BooleanForm();
      case STRING -> new StringForm();
      case ENUM -> new EnumForm(RecordForm.generated(schema, loader).getEnumConstants());
      case RECORD -> new RecordForm(schema, loader);
      case UNION -> new UnionForm(schema, loader);
      case BYTES -> DecimalForm.of(schema);
      case ARRAY -> new ListForm(of(schema.getElementType(), loader));
      case NULL, FLOAT, FIXED, MAP ->
          throw new IllegalArgumentException("no message has a field like " + schema);
    };
  }

  /** A whole number of 64 bits. */
  final class LongForm implements ValueForm {
    @Override
    public void write(Object value, DataOutputView target) throws IOException {
      target.writeLong((Long) value);
    }

    @Override
    public Object read(DataInputView source) throws IOException {
      return source.readLong();
    }
  }

  /** A whole number of 32 bits. */
  final class IntForm implements ValueForm {
    @Override
    public void write(Object value, DataOutputView target) throws IOException {
      target.writeInt((Integer) value);
    }

    @Override
    public Object read(DataInputView source) throws IOException {
      return source.readInt();
    }
  }

  /** A floating-point number, bit for bit. */
  final class DoubleForm implements ValueForm {
    @Override
    public void write(Object value, DataOutputView target) throws IOException {
      target.writeLong(Double.doubleToRawLongBits((Double) value));
    }

    @Override
    public Object read(DataInputView source) throws IOException {
      return Double.longBitsToDouble(source.readLong());
    }
  }

  /** A flag. */
  final class BooleanForm implements ValueForm {
    @Override
    public void write(Object value, DataOutputView target) throws IOException {
      target.writeBoolean((Boolean) value);
    }

    @Override
    public Object read(DataInputView source) throws IOException {
      return source.readBoolean();
    }
  }

  /** A text. */
  final class StringForm implements ValueForm {
    @Override
    public void write(Object value, DataOutputView target) throws IOException {
      StringValue.writeString((String) value, target);
    }

    @Override
    public Object read(DataInputView source) throws IOException {
      return StringValue.readString(source);
    }
  }

  /** One of a closed list, by its number. */
  final class EnumForm implements ValueForm {

    private final Object[] constants;

    EnumForm(Object[] constants) {
      this.constants = constants;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // both ends of a hop have the same code
    public void write(Object value, DataOutputView target) throws IOException {
      target.writeShort(((Enum<?>) value).ordinal());
    }

    @Override
    public Object read(DataInputView source) throws IOException {
      return constants[source.readShort()];
    }
  }

  /** An exact number of the scale its schema states. */
  record DecimalForm(int scale) implements ValueForm {

    static DecimalForm of(Schema schema) {
      if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
        return new DecimalForm(decimal.getScale());
      }
      throw new IllegalArgumentException("no message has a field like " + schema);
    }

    @Override
    public void write(Object value, DataOutputView target) throws IOException {
      byte[] digits = ((BigDecimal) value).setScale(scale).unscaledValue().toByteArray();
      target.writeShort(digits.length);
      target.write(digits);
    }

    @Override
    public Object read(DataInputView source) throws IOException {
      byte[] digits = new byte[source.readShort()];
      source.readFully(digits);
      return new BigDecimal(new BigInteger(digits), scale);
    }
  }

  /** Several values of one form: their number, then each. */
  record ListForm(ValueForm element) implements ValueForm {

    @Override
    public void write(Object value, DataOutputView target) throws IOException {
      List<?> values = (List<?>) value;
      target.writeInt(values.size());
      for (Object each : values) {
        element.write(each, target);
      }
    }

    @Override
    public Object read(DataInputView source) throws IOException {
      int size = source.readInt();
      List<Object> values = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        values.add(element.read(source));
      }
      return values;
    }
  }

  /** A value of one of several classes, or nothing: its place in the list, then the value. */
  final class UnionForm implements ValueForm {

    private static final int NOTHING = -1;

    /** One of what a union may hold. */
    private record Branch(Class<?> type, ValueForm form) {

      static Branch of(Schema schema, ClassLoader loader) {
        return new Branch(typeOf(schema, loader), ValueForm.of(schema, loader));
      }

      private static Class<?> typeOf(Schema schema, ClassLoader loader) {
        return switch (schema.getType()) {
          case RECORD, ENUM -> RecordForm.generated(schema, loader);
          case BYTES -> BigDecimal.class;
          default -> throw new IllegalArgumentException("no message has a choice like " + schema);
        };
      }
    }

    private final Branch[] branches;

    UnionForm(Schema schema, ClassLoader loader) {
      branches =
          schema.getTypes().stream()
              .filter(branch -> branch.getType() != Schema.Type.NULL)
              .map(branch -> Branch.of(branch, loader))
              .toArray(Branch[]::new);
    }

    @Override
    public void write(Object value, DataOutputView target) throws IOException {
      int branch = value == null ? NOTHING : branch(value);
      target.writeByte(branch);
      if (branch != NOTHING) {
        branches[branch].form().write(value, target);
      }
    }

    private int branch(Object value) {
      for (int i = 0; i < branches.length; i++) {
        if (branches[i].type() == value.getClass()) {
          return i;
        }
      }
      throw new IllegalArgumentException("the union has no branch for " + value.getClass());
    }

    @Override
    public Object read(DataInputView source) throws IOException {
      int branch = source.readByte();
      return branch == NOTHING ? null : branches[branch].form().read(source);
    }
  }
}

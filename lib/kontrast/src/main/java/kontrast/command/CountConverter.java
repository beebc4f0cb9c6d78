package kontrast.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers from 1 to 9999, as counts and seconds are. */
public final class CountConverter implements ITypeConverter<Integer> {

    /** For picocli. */
    public CountConverter() {}

    @Override
    public Integer convert(String value) {
        if (!value.matches("[1-9]\\d{0,3}")) {
            throw new TypeConversionException("expected a whole number from 1 to 9999, found '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}

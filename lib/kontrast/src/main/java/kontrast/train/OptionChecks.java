package kontrast.train;

/** Checks of optimizer options, so that their messages agree. */
final class OptionChecks {

    private OptionChecks() {}

    static void atLeastZero(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "%s must be a finite number of at least 0, found %s".formatted(name, value));
        }
    }

    static void fraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("%s must lie in [0, 1), found %s".formatted(name, value));
        }
    }
}

package kontrast.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a data set may lie: in a folder that the user names; else in the course's {@code
 * datasets/NAME}; else where a package of the system puts it.
 *
 * @param name the data set's name, e.g. {@code cifar-10}
 * @param installed the package's folder, or null
 */
record DataLocation(String name, Path installed) {

    /** The environment variable that names the user's own folder. */
    String variable() {
        return "KONTRAST_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The folder that the user names by the variable or the system property of the same sense. */
    Optional<Path> named() {
        String path = System.getProperty("kontrast." + name, System.getenv(variable()));
        return path == null || path.isBlank()
                ? Optional.empty()
                : Optional.of(Path.of(path).toAbsolutePath().normalize());
    }

    /** Where a download goes. */
    Path local() {
        return DataFolder.datasets().resolve(name);
    }

    /**
     * The folder to use: the one that the user names, even if it is empty; else the first of the others that is not
     * empty.
     */
    Optional<Path> find(Predicate<Path> holds) {
        if (named().isPresent()) {
            return named();
        }
        if (holds.test(local())) {
            return Optional.of(local());
        }
        return Optional.ofNullable(installed).filter(holds);
    }
}

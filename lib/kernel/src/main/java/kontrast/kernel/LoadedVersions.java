package kontrast.kernel;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The libraries on the class path, by the names of their jars: {@code commons-math3-3.6.1.jar}. A JVM finds each class
 * in the first jar that has it, so that a second version of a library would be passed over without a word, or be mixed
 * with the first.
 */
final class LoadedVersions {
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

    private final Map<String, String> versions = new ConcurrentHashMap<>();

    /** Begins with a class path. */
    LoadedVersions(String classPath) {
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            Matcher jar = JAR.matcher(new File(entry).getName());
            if (jar.matches()) {
                versions.putIfAbsent(jar.group(1), jar.group(2));
            }
        }
    }

    /**
     * Leaves out what would be passed over, and says so.
     *
     * @param entries jars and folders that someone wants to add
     * @return those that can be added
     */
    List<Path> without(List<Path> entries) {
        List<Path> added = new ArrayList<>();
        for (Path entry : entries) {
            Matcher jar = JAR.matcher(String.valueOf(entry.getFileName()));
            String loaded = jar.matches() ? versions.putIfAbsent(jar.group(1), jar.group(2)) : null;
            if (loaded == null || loaded.equals(jar.group(2))) {
                added.add(entry);
            } else {
                System.err.printf(
                        "%s %s was not added: %s of it is loaded already, and a kernel has one version of a library.%n",
                        jar.group(1), jar.group(2), loaded);
            }
        }
        return added;
    }
}

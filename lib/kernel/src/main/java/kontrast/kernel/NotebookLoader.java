package kontrast.kernel;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;

/**
 * The one loader of what cells define and of the jars they add, so that a class means the same
 * thing to a cell, to an extension found in a jar, and to a service that a library looks up.
 */
final class NotebookLoader extends URLClassLoader implements LoaderDelegate {
    private final Map<String, byte[]> compiled = new ConcurrentHashMap<>();

    NotebookLoader() {
        super("notebook", new URL[0], ClassLoader.getSystemClassLoader());
        setPackageAssertionStatus("REPL", true); // an assert in a cell is meant; those of libraries stay off
    }

    @Override
    public void load(ClassBytecodes[] classes) {
        for (ClassBytecodes each : classes) {
            compiled.put(each.name(), each.bytecodes());
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
        // Nothing to do: CellExecution has given the loaded ones their code, and the others are loaded from it.
    }

    /** The class of a cell, if it has been loaded. */
    Optional<Class<?>> loaded(String name) {
        synchronized (getClassLoadingLock(name)) {
            return Optional.ofNullable(findLoadedClass(name));
        }
    }

    /** The bytes of a class that was handed over and not loaded yet; it is as if they had never been handed over. */
    byte[] takeBack(String name) {
        return compiled.remove(name);
    }

    /** Undoes {@link #takeBack}. */
    void handBack(String name, byte[] bytes) {
        if (bytes == null) {
            compiled.remove(name);
        } else {
            compiled.put(name, bytes);
        }
    }

    @Override
    public void addToClasspath(String path) {
        for (String entry : path.split(File.pathSeparator, -1)) {
            try {
                addURL(Path.of(entry).toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("not a place for classes: " + entry, e);
            }
        }
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            byte[] bytes = compiled.remove(name);
            return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
        }
    }
}

package kontrast.grader.authoring;

import java.util.Map;

/** Loads classes that were compiled in memory. */
final class InMemory extends ClassLoader {

    private final Map<String, byte[]> classes;

    InMemory(Map<String, byte[]> classes) {
        super(InMemory.class.getClassLoader());
        this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}

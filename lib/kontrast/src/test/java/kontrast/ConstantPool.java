package kontrast;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import kontrast.tensor.Transfer;

/**
 * What a compiled class refers to, read from its constant pool (JVM specification, 4.4).
 *
 * @param texts all its texts: names of classes, descriptors of types, and literals
 * @param methods the methods that it calls
 */
public record ConstantPool(List<String> texts, List<Method> methods) {

    /**
     * A method that a class calls.
     *
     * @param owner its class, e.g. {@code ai/djl/ndarray/NDArray}
     * @param name its name
     * @param descriptor the types of its parameters and its result
     */
    public record Method(String owner, String name, String descriptor) {}

    /** Returns the constant pools of all classes of a folder, by file, e.g. {@code kontrast/loss/NtXent.class}. */
    public static Map<String, ConstantPool> of(Path classes) throws IOException {
        Map<String, ConstantPool> pools = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                pools.put(classes.relativize(file).toString().replace('\\', '/'), read(in));
            }
        }
        return pools;
    }

    /** Returns the folder of the library's compiled classes. */
    public static Path library() throws URISyntaxException {
        return Path.of(Transfer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** Returns the constant pool of one class. */
    public static ConstantPool read(InputStream bytes) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        if (in.readInt() != 0xCAFEBABE) {
            throw new IOException("not a class file");
        }
        in.readInt(); // version
        int count = in.readUnsignedShort();
        String[] text = new String[count];
        int[][] pairs = new int[count][];
        int[] tags = new int[count];
        for (int i = 1; i < count; i++) {
            tags[i] = in.readUnsignedByte();
            switch (tags[i]) {
                case 1 -> text[i] = in.readUTF();
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++; // takes two places
                }
                case 7, 8, 16, 19, 20 -> pairs[i] = new int[] {in.readUnsignedShort()};
                case 9, 10, 11, 12, 17, 18 -> pairs[i] = new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
                case 15 -> {
                    in.readByte();
                    in.readShort();
                }
                default -> throw new IOException("unknown constant " + tags[i]);
            }
        }
        List<Method> methods = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            if (tags[i] == 10 || tags[i] == 11) { // methods of classes, methods of interfaces
                int[] nameAndType = pairs[pairs[i][1]];
                methods.add(new Method(text[pairs[pairs[i][0]][0]], text[nameAndType[0]], text[nameAndType[1]]));
            }
        }
        return new ConstantPool(Stream.of(text).filter(Objects::nonNull).toList(), methods);
    }
}

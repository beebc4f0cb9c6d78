package kontrast.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import kontrast.evaluate.SimClrAblations.Result;

/**
 * Results of {@link SimClrAblations} as lines of a file, to which each is added as soon as it is
 * there.
 *
 * @param path the file; made with its header if it is not there
 */
record AblationFile(Path path) {

    private static final String HEADER = "factor,value,seed,top1_h,top1_z,loss,seconds";
    private static final String RESOURCE = "simclr-ablations.csv";

    /** The results that come with the library. */
    static List<Result> bundled() {
        try (InputStream in = AblationFile.class.getResourceAsStream(RESOURCE)) {
            return parse(new BufferedReader(
                    new InputStreamReader(Objects.requireNonNull(in, RESOURCE), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Result> read() throws IOException {
        if (!Files.exists(path)) {
            Files.writeString(path, HEADER + "\n");
        }
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            return parse(reader);
        }
    }

    /** Adds a result and returns its line. */
    String add(Result result) throws IOException {
        String line = String.format(
                Locale.ROOT,
                "%s,%s,%d,%.4f,%.4f,%.4f,%.1f",
                result.factor(),
                result.value(),
                result.seed(),
                result.top1H(),
                result.top1Z(),
                result.loss(),
                result.seconds());
        Files.writeString(path, line + "\n", StandardOpenOption.APPEND);
        return line;
    }

    private static List<Result> parse(BufferedReader reader) {
        return reader.lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(AblationFile::parse)
                .toList();
    }

    private static Result parse(String line) {
        String[] parts = line.split(",", -1);
        if (parts.length != 7) {
            throw new IllegalArgumentException("expected %s, found \"%s\"".formatted(HEADER, line));
        }
        return new Result(
                parts[0],
                parts[1],
                Long.parseLong(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]),
                Double.parseDouble(parts[5]),
                Double.parseDouble(parts[6]));
    }
}

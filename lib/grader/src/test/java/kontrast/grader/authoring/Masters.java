package kontrast.grader.authoring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The sample master of the tests, and pieces to write wrong ones from. */
final class Masters {

    /** An exercise with everything it needs; {@code %s} in places that tests fill. */
    static final String EXERCISE = """
            ```java exercise="11.1" kind="answer"
            static int twice(int x) {
                // BEGIN SOLUTION
                return 2 * x;
                // END SOLUTION
            }
            ```

            ```java exercise="11.1" kind="check" points=2
            twice(3);
            ```
            """;

    private Masters() {}

    static Master sample() throws IOException {
        return MasterReader.parse(resource("11_sample.md"), "solutions/11_sample.md");
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Masters.class.getResourceAsStream("/authoring/" + name)) {
            if (in == null) {
                throw new IOException("no resource /authoring/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

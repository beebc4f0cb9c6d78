package kontrast.grader.authoring;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A master or notebook that cannot be released, with everything that is wrong with it. */
public class AuthoringException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Makes the exception.
     *
     * @param problems what is wrong, at least one
     */
    public AuthoringException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * Returns what is wrong.
     *
     * @return the problems, in the order of the file
     */
    public List<Problem> problems() {
        return problems;
    }
}

package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The known mistakes of an exercise as code: the solution, edited. */
final class Variants {

    private static final int MINIMUM = 5;

    private final Solution solution;
    private final MistakePage page;
    private final Map<MistakePage.Item, String> code = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Edits the solution once for each item of a page; what does not fit is a problem. */
    Variants(Solution solution, MistakePage page) {
        this.solution = solution;
        this.page = page;
        for (MistakePage.Item item : page.items()) {
            try {
                code.put(item, edited(item));
            } catch (AuthoringException e) {
                problems.addAll(e.problems());
            }
        }
        for (MistakePage.Equivalent equivalent : page.equivalents()) {
            try {
                solution.with(equivalent.edits());
            } catch (AuthoringException e) {
                problems.addAll(e.problems());
            }
        }
        findTwins();
    }

    private String edited(MistakePage.Item item) throws AuthoringException {
        if (item.option() != 0) {
            return solution.withBody("return '" + item.option() + "';");
        } else if (item.name().equals(MistakePage.AS_HANDED_OUT) && item.edits().isEmpty()) {
            if (!solution.handsOutCode()) {
                throw problem(item, "no // STUB in the answer hands out code to repair");
            }
            return solution.handedOut();
        }
        return item.body().isPresent() ? solution.withBody(item.body().get()) : solution.with(item.edits());
    }

    private void findTwins() {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, String> messages = new LinkedHashMap<>();
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put(JavaTokens.normal(solution.code()), "'the solution'");
        code.forEach((item, text) -> {
            twin(names, item.name(), item, "has the name of");
            twin(messages, item.message(), item, "has the message of");
            twin(bodies, JavaTokens.normal(text), item, "is the same code as");
        });
        boolean known = page.items().stream().anyMatch(item -> item.name().equals(MistakePage.AS_HANDED_OUT));
        if (solution.handsOutCode() && !known) {
            problems.add(new Problem(
                    master(),
                    page.cell().opens(),
                    page.cell().label(),
                    "the answer hands out code to repair, so one of its mistakes is **as handed out.**"));
        }
        if (page.items().size() < MINIMUM) {
            problems.add(new Problem(
                    master(),
                    page.cell().opens(),
                    page.cell().label(),
                    "%d mistakes; expected %d or more".formatted(page.items().size(), MINIMUM)));
        }
    }

    private void twin(Map<String, String> seen, String key, MistakePage.Item item, String how) {
        String other = seen.putIfAbsent(key, "'" + item.name() + "' on line " + item.line());
        if (other != null) {
            problems.addAll(problem(item, "'%s' %s %s".formatted(item.name(), how, other))
                    .problems());
        }
    }

    private AuthoringException problem(MistakePage.Item item, String message) {
        return new AuthoringException(
                List.of(new Problem(master(), item.line(), page.cell().label(), message)));
    }

    private String master() {
        return solution.file();
    }

    /** The code of each mistake, in the order of the page. */
    Map<MistakePage.Item, String> code() {
        return code;
    }

    List<Problem> problems() {
        return problems;
    }
}

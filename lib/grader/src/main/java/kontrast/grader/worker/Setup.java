package kontrast.grader.worker;

import java.util.List;

/**
 * What the worker defines.
 *
 * @param method the function's name
 * @param returns its result
 * @param types its parameters
 * @param imports cells that we supply
 * @param own the learner's cell of this exercise
 * @param helpers cells that the learner has added or changed, of which imports and declarations are used if {@code own}
 *     does not stand without them
 * @param others the learner's other answers, used only if {@code own} calls one of their functions
 */
public record Setup(
        String method,
        Kind returns,
        List<Kind> types,
        List<String> imports,
        List<String> own,
        List<String> helpers,
        List<String> others) {

    /**
     * Makes one without cells of the learner's own.
     *
     * @param method the function's name
     * @param returns its result
     * @param types its parameters
     * @param imports cells that we supply
     * @param own the learner's cell of this exercise
     * @param others the learner's other answers
     */
    public Setup(
            String method,
            Kind returns,
            List<Kind> types,
            List<String> imports,
            List<String> own,
            List<String> others) {
        this(method, returns, types, imports, own, List.of(), others);
    }

    /** Copies the lists. */
    public Setup {
        types = List.copyOf(types);
        imports = List.copyOf(imports);
        own = List.copyOf(own);
        helpers = List.copyOf(helpers);
        others = List.copyOf(others);
    }
}

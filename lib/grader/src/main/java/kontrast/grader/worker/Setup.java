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
 * @param others the learner's other cells, used only if {@code own} calls one of their functions
 */
public record Setup(
        String method, Kind returns, List<Kind> types, List<String> imports, List<String> own, List<String> others) {

    /** Copies the lists. */
    public Setup {
        types = List.copyOf(types);
        imports = List.copyOf(imports);
        own = List.copyOf(own);
        others = List.copyOf(others);
    }
}

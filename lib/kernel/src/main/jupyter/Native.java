import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** Loads PyTorch's native library and computes with it: for `./course doctor`. */
class Native {
    public static void main(String[] args) {
        Engine engine = Engine.getInstance();
        try (NDManager manager = engine.newBaseManager()) {
            float sum = manager.arange(5f).sum().getFloat();
            if (sum != 10f) {
                throw new IllegalStateException("0 + 1 + 2 + 3 + 4 = " + sum);
            }
        }
        System.out.printf(
                "%s %s computes on %s%n",
                engine.getEngineName(), engine.getVersion(), engine.defaultDevice());
    }
}

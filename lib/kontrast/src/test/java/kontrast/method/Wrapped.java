package kontrast.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;

/** A method that is another one, but for what a test changes of it. */
public abstract class Wrapped implements Method {

    private final Method inner;

    /**
     * Wraps a method.
     *
     * @param inner the method, which this one closes
     */
    protected Wrapped(Method inner) {
        this.inner = inner;
    }

    @Override
    public void begin(int steps) {
        inner.begin(steps);
    }

    @Override
    public NDArray loss(Batch batch) {
        return inner.loss(batch);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Object options() {
        return inner.options();
    }

    @Override
    public NDManager manager() {
        return inner.manager();
    }

    @Override
    public Block encoder() {
        return inner.encoder();
    }

    @Override
    public Block network() {
        return inner.network();
    }

    @Override
    public void close() {
        inner.close();
    }
}

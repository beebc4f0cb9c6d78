package kontrast.method;

import ai.djl.ndarray.types.Shape;
import kontrast.encoder.SmallCnn;
import kontrast.tensor.Devices;
import kontrast.view.Views;

class SupervisedTest extends MethodContract {

    @Override
    protected Method method(long seed) {
        return new Supervised(
                new Supervised.Options(
                        Views.simclr(16, Views.Options.none().with(o -> o.minScale = 0.5)), new SmallCnn(4), 4),
                new Shape(3, 16, 16),
                Devices.best(),
                seed);
    }
}

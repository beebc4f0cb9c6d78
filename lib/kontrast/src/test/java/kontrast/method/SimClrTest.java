package kontrast.method;

import ai.djl.ndarray.types.Shape;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.tensor.Devices;
import kontrast.view.Views;

class SimClrTest extends MethodContract {

    @Override
    protected Method method(long seed) {
        SimClr.Options options = new SimClr.Options(
                Views.simclr(16, Views.Options.imageNet().with(o -> o.minScale = 0.5)),
                new SmallCnn(4),
                ProjectionHead.mlp(16, 8),
                0.5);
        return new SimClr(options, new Shape(3, 16, 16), Devices.best(), seed);
    }
}

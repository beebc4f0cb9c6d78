package kontrast.method;

import ai.djl.ndarray.types.Shape;
import kontrast.encoder.HalfAlexNet;
import kontrast.tensor.Devices;

/** Cross-view prediction of ab from L. */
class CrossViewTest extends MethodContract {

    @Override
    protected Method method(long seed) {
        return new CrossView(
                CrossView.Options.colour(CmcTest.views(), HalfAlexNet.small(3, 16), 4, 3),
                new Shape(3, 16, 16),
                Devices.best(),
                seed);
    }
}

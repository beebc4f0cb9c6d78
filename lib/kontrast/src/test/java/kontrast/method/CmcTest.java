package kontrast.method;

import ai.djl.ndarray.types.Shape;
import kontrast.encoder.HalfAlexNet;
import kontrast.encoder.ProjectionHead;
import kontrast.loss.Critic;
import kontrast.tensor.Devices;
import kontrast.view.Multiview;
import kontrast.view.Views;

/** CMC with L and ab, the bilinear critic and the softmax over the batch. */
class CmcTest extends MethodContract {

    static Multiview views() {
        return Multiview.lab(Views.simclr(16, Views.Options.none().with(o -> {
            o.minScale = 0.5;
            o.flip = 0.5;
        })));
    }

    static Cmc.Options options() {
        return Cmc.Options.of(views(), HalfAlexNet.small(3, 16), ProjectionHead.linear(8), Critic.bilinear(0.2));
    }

    @Override
    protected Method method(long seed) {
        return new Cmc(options(), new Shape(3, 16, 16), Devices.best(), seed);
    }
}

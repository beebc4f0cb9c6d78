package kontrast.method;

import ai.djl.ndarray.types.Shape;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.loss.JointEmbeddingLoss;
import kontrast.loss.NormHinge;
import kontrast.tensor.Devices;
import kontrast.view.Views;

class JointEmbeddingTest extends MethodContract {

    @Override
    protected Method method(long seed) {
        JointEmbedding.Options options = new JointEmbedding.Options(
                Views.simclr(16, Views.Options.imageNet().with(o -> o.minScale = 0.5)),
                new SmallCnn(4),
                ProjectionHead.mlp(16, 8),
                Norm.standard(),
                new NormHinge(JointEmbeddingLoss.vicReg(), 1, 2, 0.5));
        return new JointEmbedding(options, new Shape(3, 16, 16), Devices.best(), seed);
    }
}

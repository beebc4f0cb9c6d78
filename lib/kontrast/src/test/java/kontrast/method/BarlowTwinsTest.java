package kontrast.method;

import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.loss.BarlowTwins;
import kontrast.tensor.Devices;

/** Barlow Twins is a joint embedding with another loss, and keeps the contract with it. */
class BarlowTwinsTest extends MethodContract {

    @Override
    protected Method method(long seed) {
        JointEmbedding.Options options = new JointEmbedding.Options(
                StepOracle.view(), new SmallCnn(4), ProjectionHead.mlp(16, 8), Norm.none(), BarlowTwins.paper());
        return new JointEmbedding(options, StepOracle.IMAGE, Devices.best(), seed);
    }
}

package kontrast.method;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import kontrast.loss.Critic;
import kontrast.memory.Normaliser;
import kontrast.tensor.Devices;

/** CMC with NCE, memory banks and a running Z: the state that a checkpoint must keep. */
class CmcBankTest extends MethodContract {

    @Override
    protected Method method(long seed) {
        Cmc.Options options = CmcTest.options().with(o -> {
            o.critic = Critic.bilinear(0.2);
            o.bank = Optional.of(Cmc.Bank.paper(48, 16).with(b -> b.normaliser = Normaliser.Kind.RUNNING));
        });
        return new Cmc(options, new Shape(3, 16, 16), Devices.best(), seed);
    }
}

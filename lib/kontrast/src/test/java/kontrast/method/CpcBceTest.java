package kontrast.method;

import kontrast.encoder.Norm;
import kontrast.encoder.PatchCnn;
import kontrast.loss.CpcBce;
import kontrast.loss.Negatives;

/** CPC with the walkthrough's objective, which draws its negatives. */
class CpcBceTest extends MethodContract {
    @Override
    protected Method method(long seed) {
        CpcOptions options = CpcOptions.small(2).with(o -> {
            o.objective = new CpcObjective.Bce(Negatives.OTHER_IMAGES, new CpcBce(1));
            o.encoder = new PatchCnn(2, Norm.batch());
        });
        // Two rows have a row below: with one alone the GRU would never use its state.
        return CpcTest.cpc(CpcTest.tiny(options).with(o -> o.last = 1), seed);
    }
}

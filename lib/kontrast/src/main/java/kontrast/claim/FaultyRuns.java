package kontrast.claim;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import kontrast.claim.run.FaultyAutoencoder;
import kontrast.claim.run.FaultyBank;
import kontrast.claim.run.FaultyCentre;
import kontrast.claim.run.FaultyColors;
import kontrast.claim.run.FaultyCpc;
import kontrast.claim.run.FaultyEye;
import kontrast.claim.run.FaultyLight;
import kontrast.claim.run.FaultyMasks;
import kontrast.claim.run.FaultyMoCo;
import kontrast.claim.run.FaultyPairs;
import kontrast.claim.run.FaultyPictures;
import kontrast.claim.run.FaultyRates;
import kontrast.claim.run.FaultySimClr;
import kontrast.claim.run.FaultySpread;
import kontrast.claim.run.FaultyVoices;
import kontrast.claim.run.FaultyWords;
import kontrast.claim.run.LeakySplit;
import kontrast.claim.run.RepeatedReadings;
import kontrast.claim.run.Trial;

/**
 * Runs in which one thing is wrong, for the exercises that ask which. Run A is as it should be, run B has the fault;
 * the others are faults that the answers speak of. They are no claims, so one seed will do, and the figures are curves.
 */
final class FaultyRuns {

    private FaultyRuns() {}

    static List<Claim> all() {
        return List.of(
                run("1.7", "A test set with concepts that were trained on", LeakySplit::trial),
                run("2.6", "A picture that reaches the output by a way past the code", FaultyAutoencoder::trial),
                run("3.6", "Preprocessing that shows which way a picture is turned", FaultyPictures::rotation),
                run("4.6", "Brightness that gives away the place of a tile", FaultyPictures::jigsaw),
                run("5.7", "Targets that are not in the units of the bins", FaultyColors::trial),
                run(
                        "6.7",
                        "A mask that drifts, since each cell is placed where its first pixel is",
                        broken -> FaultyMasks.trial(PretextClaims.clips(), broken)),
                run("7.6", "A deviation over the wrong axis", FaultySpread::trial),
                run("8.7", "A temperature that multiplies", FaultyPairs::trial),
                run("9.8", "A colour encoder that no gradient reaches", FaultyEye::trial),
                run("10.8", "A bank that is updated before it is scored", FaultyBank::trial),
                simClr(),
                moCo(),
                run("13.7", "A context that has seen the next row", FaultyCpc::trial),
                run("14.7", "A constant that gives away at which desk a voice was recorded", FaultyVoices::trial)
                        .on("synthesised voices"),
                run("15.6", "Rates that grow towards the pixels", FaultyRates::trial),
                run("16.8", "Words that are numbered anew for each list of captions", FaultyWords::trial),
                run("17.8", "Pairs in which both pictures have the same light", FaultyLight::trial)
                        .on("scenes of six emoji on generated backgrounds"),
                run("18.8", "A centre over the wrong axis", FaultyCentre::trial),
                run("19.7", "Readings of one run that are counted as runs", RepeatedReadings::trial));
    }

    /** An exercise with one fault, which a run has or has not. */
    private static Claim run(String exercise, String what, Function<Boolean, Trial> trial) {
        return run(exercise, what, () -> trial.apply(false), () -> trial.apply(true));
    }

    private static Claim run(String exercise, String what, Supplier<Trial> a, Supplier<Trial> b) {
        return Claim.row(exercise, what, "").on("emoji").variant("A", a).variant("B", b);
    }

    private static Claim simClr() {
        return run(
                        "11.8",
                        "Two views that are one",
                        () -> FaultySimClr.trial(FaultySimClr.Fault.NONE),
                        () -> FaultySimClr.trial(FaultySimClr.Fault.SAME_VIEWS))
                .variant("c: wrong partner", () -> FaultySimClr.trial(FaultySimClr.Fault.WRONG_PARTNER))
                .variant("d: temperature 1", () -> FaultySimClr.trial(FaultySimClr.Fault.NO_TEMPERATURE))
                .variant("raw pixels", FaultySimClr::pixels);
    }

    private static Claim moCo() {
        return run(
                        "12.7",
                        "Keys that enter the queue before they are compared with it",
                        () -> FaultyMoCo.trial(FaultyMoCo.Fault.NONE),
                        () -> FaultyMoCo.trial(FaultyMoCo.Fault.ENQUEUED_FIRST))
                .variant("c: no momentum", () -> FaultyMoCo.trial(FaultyMoCo.Fault.NO_MOMENTUM))
                .variant("e: queue stuck", () -> FaultyMoCo.trial(FaultyMoCo.Fault.STUCK));
    }
}

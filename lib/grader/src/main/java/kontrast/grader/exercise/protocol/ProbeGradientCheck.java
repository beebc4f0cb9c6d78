package kontrast.grader.exercise.protocol;

import java.util.List;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 1.3: the gradient of the probe's loss by its weights. */
final class ProbeGradientCheck {

    /** The oracle's differences are right to 1e-7, a learner's floats to 1e-6. */
    private static final double TOLERANCE = 1e-5;

    private ProbeGradientCheck() {}

    static Check.Draft create() {
        Oracle differences = a -> Value.of(Unpack.rounded(Probe.gradient(
                Unpack.rows(a.get(0)),
                Unpack.ints(a.get(1)),
                Unpack.rows(a.get(2)),
                Unpack.floats(a.get(3)),
                a.get(4).number())));
        Oracle formula = a -> Value.of(Unpack.rounded(Probe.gradientInClosedForm(
                Unpack.rows(a.get(0)),
                Unpack.ints(a.get(1)),
                Unpack.rows(a.get(2)),
                Unpack.floats(a.get(3)),
                a.get(4).number())));
        Cases plain = Cases.times(4, r -> Probe.call(r, 0));
        Cases penalised = Cases.times(4, r -> Probe.call(r, r.nextDouble(0.1, 2)));
        // Differences say nothing where the probe is sure.
        Cases large = Cases.times(3, r -> Probe.call(r, 0, 3000))
                .and(r -> List.of(Probe.around(r, 4000), Probe.around(r, -4000)));
        return Check.of("1.3")
                .example(
                        "One image with a single feature, 2, label 0, two classes; W has the row"
                                + " (0, 0), b = (0, 0), no penalty. Both classes have the"
                                + " probability one half.",
                        Call.of(
                                Value.of(new float[][] {{2}}),
                                Value.of(new int[] {0}),
                                Value.of(new float[][] {{0, 0}}),
                                Value.of(new float[] {0, 0}),
                                Value.of(0.0)))
                .property(Property.equal(
                                "agrees with differences of the loss, without penalty",
                                3,
                                TOLERANCE,
                                plain,
                                differences)
                        .asEssential())
                .property(Property.equal(
                        "agrees with differences of the loss, with penalty", 2, TOLERANCE, penalised, differences))
                .property(Property.equal(
                        "stays finite and correct for logits in the thousands", 1, TOLERANCE, large, formula))
                .property(Property.pure(1, penalised));
    }
}

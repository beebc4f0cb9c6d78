package kontrast.grader.exercise;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MoCoExercises.MomentumUpdate;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 12.1: the key encoder follows the query encoder. */
final class MomentumUpdateCheck {

    /** A sum of two products of floats. */
    private static final double TOLERANCE = 1e-5;

    private MomentumUpdateCheck() {}

    static Check<MomentumUpdate> create() {
        Oracle oracle = a -> Value.of(MoCoFormulas.floats(MoCoFormulas.momentumUpdate(
                a.get(0).data(), a.get(1).data(), a.get(2).number())));
        Cases any = Cases.times(5, r -> call(r, r.nextDouble(0.6, 0.95)));
        Cases ends = r -> List.of(call(r, 0), call(r, 1));
        Cases slow = Cases.times(3, r -> call(r, 0.99));
        return Check.of("12.1", "The momentum update", 1, signature())
                .reference((k, q, m) -> each(k, q, (x, y) -> m * x + (1 - m) * y))
                .example(
                        "Two parameters, 2 and 0 in the key encoder, 10 and 4 in the query encoder; momentum 0.75:"
                                + " each keeps three quarters of its old value and gets one quarter of the new one.",
                        Call.of(Value.of(2f, 0f), Value.of(10f, 4f), Value.of(0.75)))
                .property(Property.equal("mixes the two parameters", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal(
                        "keeps all of the key encoder at momentum 1, and nothing at 0", 1, TOLERANCE, ends, oracle))
                .property(Property.equal("hardly moves at 0.99", 1, TOLERANCE, slow, oracle))
                .property(Property.pure(1, any))
                .misconception(
                        "weights swapped",
                        (k, q, m) -> each(k, q, (x, y) -> (1 - m) * x + m * y),
                        "The larger the momentum, the more your result resembles the query encoder."
                                + " Momentum is what the key encoder keeps: at 0.999 it should"
                                + " hardly move.")
                .misconception(
                        "query not weighted",
                        (k, q, m) -> each(k, q, (x, y) -> m * x + y),
                        "You add all of the query's parameter, as the momentum of an optimiser adds a"
                                + " gradient. Two encoders that agree must stay where they are:"
                                + " what do your two weights add up to?")
                .misconception(
                        "key not weighted",
                        (k, q, m) -> each(k, q, (x, y) -> x + (1 - m) * y),
                        "You keep all of the key's parameter and add a share of the query's, so that"
                                + " the parameters grow from step to step. What do your two weights"
                                + " add up to?")
                .misconception(
                        "copy",
                        (k, q, m) -> q.clone(),
                        "You return the query's parameters: momentum 0, whatever is asked for. That"
                                + " is the case in which the lecture's table says \"fail\".")
                .misconception(
                        "not moved",
                        (k, q, m) -> k.clone(),
                        "You return the key's parameters as they were: your key encoder stays what"
                                + " it was before training.")
                .misconception(
                        "moved away",
                        (k, q, m) -> each(k, q, (x, y) -> x - (1 - m) * (y - x)),
                        "Your key encoder moves away from the query encoder: look at the sign of the" + " difference.")
                .misconception(
                        "query as a gradient",
                        (k, q, m) -> each(k, q, (x, y) -> x - (1 - m) * y),
                        "You subtract the query's parameters, as if they were a gradient and 1 - m a"
                                + " learning rate. No gradient is involved here: the result lies"
                                + " between the two parameters.")
                .misconception(
                        "decay only",
                        (k, q, m) -> each(k, q, (x, y) -> m * x),
                        "Your result does not depend on the query encoder: the key's parameters just"
                                + " shrink. One term is missing.")
                .misconception(
                        "plain mean",
                        (k, q, m) -> each(k, q, (x, y) -> 0.5 * (x + y)),
                        "You take the middle of the two, whatever momentum is.")
                .misconception(
                        "renormalised",
                        (k, q, m) -> unit(each(k, q, (x, y) -> m * x + (1 - m) * y)),
                        "You scale the result to length 1. That belongs to a memory bank, whose rows"
                                + " are representations; these are parameters, and their size"
                                + " matters.")
                .misconception(
                        "key overwritten",
                        (k, q, m) -> {
                            float[] moved = each(k, q, (x, y) -> m * x + (1 - m) * y);
                            System.arraycopy(moved, 0, k, 0, k.length);
                            return k;
                        },
                        "The numbers are right, but they are written into key itself. Here the text"
                                + " asks for a new array: the caller still needs the old one.")
                .misconception(
                        "query overwritten",
                        (k, q, m) -> {
                            float[] moved = each(k, q, (x, y) -> m * x + (1 - m) * y);
                            System.arraycopy(moved, 0, q, 0, q.length);
                            return q;
                        },
                        "The numbers are right, but they are written into query: the network that is"
                                + " being trained would be pulled back by its own copy.")
                .build();
    }

    private static Signature<MomentumUpdate> signature() {
        return new Signature<>(
                "momentumUpdate",
                Kind.FLOATS,
                List.of("key", "query", "momentum"),
                List.of(Kind.FLOATS, Kind.FLOATS, Kind.DOUBLE),
                (f, a) -> f.apply((float[]) a[0], (float[]) a[1], (double) a[2]));
    }

    private static Call call(RandomGenerator r, double momentum) {
        float[][] both = Draw.rows(r, 2, r.nextInt(3, 9));
        return Call.of(Value.of(both[0]), Value.of(both[1]), Value.of(momentum));
    }

    private interface Mix {
        double of(double key, double query);
    }

    private static float[] each(float[] key, float[] query, Mix mix) {
        float[] mixed = new float[key.length];
        for (int i = 0; i < key.length; i++) {
            mixed[i] = (float) mix.of(key[i], query[i]);
        }
        return mixed;
    }

    private static float[] unit(float[] row) {
        double length = Draw.norm(row);
        return each(row, row, (x, y) -> x / length);
    }
}

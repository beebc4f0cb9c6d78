package kontrast.grader.exercise.transfer;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 15.4: the share of the error that has gone, by target and of all. */
final class RemovedCheck {

    /** Near 100 % a float is good to 4e-6, and the error is at least 2. */
    private static final double TOLERANCE = 1e-4;

    private RemovedCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(removed(a.get(0).data(), a.get(1).data()));
        Cases fewer = Cases.times(4, r -> call(r, r.nextInt(2, 6), 5, 20));
        Cases more = Cases.times(3, r -> call(r, r.nextInt(2, 6), -15, 10));
        Cases one = Cases.times(2, r -> call(r, 1, 2, 20));
        Cases none = r -> List.of(perfect(r, 4), perfect(r, 3), perfect(r, 1), nearlyPerfect(r));
        return Check.of("15.4")
                .example(
                        "Two targets: from 96 to 98 %, and from 60 to 62 %. How many errors were there among a hundred"
                                + " pictures of each, and how many are gone?",
                        Call.of(Value.of(new float[] {96, 60}), Value.of(new float[] {98, 62})))
                .property(Property.equal("is right where error was removed", 2, TOLERANCE, fewer, oracle)
                        .asEssential())
                .property(Property.equal("is negative where the error has grown", 1, TOLERANCE, more, oracle))
                .property(Property.equal("is right for one target", 1, TOLERANCE, one, oracle))
                .property(Property.equal("is 0 where there was no error", 1, TOLERANCE, none, oracle))
                .property(Property.pure(1, fewer));
    }

    /** Accuracies between 55 and 95 %, and those that are so many points higher. */
    private static Call call(RandomGenerator r, int targets, double least, double most) {
        float[] before = new float[targets];
        float[] after = new float[targets];
        for (int i = 0; i < targets; i++) {
            before[i] = (float) r.nextDouble(55, 95);
            after[i] = (float) Math.min(98, before[i] + r.nextDouble(least, most));
        }
        return Call.of(Value.of(before), Value.of(after));
    }

    /** The first target was solved before. */
    private static Call perfect(RandomGenerator r, int targets) {
        Call call = call(r, targets, 2, 10);
        double[] before = call.arguments().get(0).data();
        float[] solved = new float[targets];
        for (int i = 0; i < targets; i++) {
            solved[i] = i == 0 ? 100 : (float) before[i];
        }
        return Call.of(Value.of(solved), call.arguments().get(1));
    }

    /** One target was solved before, and of another half a point was missing. */
    private static Call nearlyPerfect(RandomGenerator r) {
        float[] before = {99.5f, 100, r.nextInt(60, 80)};
        float[] after = {99.75f, 98, r.nextInt(80, 90)};
        return Call.of(Value.of(before), Value.of(after));
    }

    /** The oracle: one minus what is left. */
    private static float[] removed(double[] before, double[] after) {
        float[] removed = new float[before.length + 1];
        double was = 0;
        double left = 0;
        for (int i = 0; i < before.length; i++) {
            removed[i] = share(100 - before[i], 100 - after[i]);
            was += 100 - before[i];
            left += 100 - after[i];
        }
        removed[before.length] = share(was, left);
        return removed;
    }

    private static float share(double was, double left) {
        return was == 0 ? 0 : (float) (1 - left / was);
    }
}

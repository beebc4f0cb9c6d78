package kontrast.grader.exercise.comparison;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 19.4: with how many wrong answers a right one is compared. */
final class NegativesCheck {

    private NegativesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(negatives(
                (int) a.get(0).number(), (int) a.get(1).number(), (int) a.get(2).number(), (int)
                        a.get(3).number()));
        Cases even = Cases.times(4, r -> call(r, 2 * r.nextInt(20, 200)));
        Cases both = Cases.times(3, r -> call(r, 2 * r.nextInt(20, 200) + 1))
                .and(Cases.times(2, r -> call(r, 2 * r.nextInt(20, 200))));
        Cases small = r -> List.of(
                Call.of(Value.of(2), Value.of(1), Value.of(2), Value.of(1)),
                Call.of(Value.of(2), Value.of(3), Value.of(3), Value.of(5)));
        return Check.of("19.4")
                .example(
                        "A batch of 2, 3 places, a queue of 5 keys, 4 drawn rows. The views of SimCLR are 0, 0', 1,"
                                + " 1'; if 0 is the query, which are its negatives?",
                        Call.of(Value.of(2), Value.of(3), Value.of(5), Value.of(4)))
                .property(Property.equal("is right for batches and queues of many sizes", 3, 0, even, oracle)
                        .asEssential())
                .property(Property.equal("is right for queues of odd length, too", 1, 0, both, oracle))
                .property(Property.equal("is right for the smallest batch", 1, 0, small, oracle));
    }

    private static Call call(RandomGenerator r, int queue) {
        return Call.of(
                Value.of(r.nextInt(5, 300)), Value.of(r.nextInt(4, 50)), Value.of(queue), Value.of(r.nextInt(9, 99)));
    }

    /** The oracle: counts them, one by one. */
    private static int[] negatives(int batch, int places, int queue, int drawn) {
        int needed = 2;
        while (simClr(needed) < queue) {
            needed++;
        }
        int cmc = 0;
        int cpc = 0;
        for (int picture = 0; picture < batch; picture++) {
            cmc += picture == 0 ? 0 : 1;
            for (int place = 0; place < places; place++) {
                cpc += picture == 0 && place == 0 ? 0 : 1;
            }
        }
        return new int[] {simClr(batch), cmc, queue, drawn, cpc, 0, needed};
    }

    /** The first view of picture 0 asks. */
    private static int simClr(int batch) {
        int wrong = 0;
        for (int picture = 0; picture < batch; picture++) {
            for (int view = 0; view < 2; view++) {
                wrong += picture == 0 ? 0 : 1;
            }
        }
        return wrong;
    }
}

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
        Cases odd = Cases.times(3, r -> call(r, 2 * r.nextInt(20, 200) + 1));
        Cases small = r -> List.of(
                Call.of(Value.of(2), Value.of(1), Value.of(2), Value.of(1)),
                Call.of(Value.of(2), Value.of(3), Value.of(3), Value.of(5)));
        Cases all = even.and(odd).and(small);
        return Check.of("19.4")
                .example(
                        "A batch of 2, 3 places, a queue of 5 keys, 4 drawn rows. The views of SimCLR are 0, 0', 1,"
                                + " 1'; if 0 is the query, which are its negatives?",
                        Call.of(Value.of(2), Value.of(3), Value.of(5), Value.of(4)))
                .property(Property.mostly("returns seven numbers, most of them right", 0, even, oracle, 4)
                        .asEssential())
                .property(Property.equalAt("is right for SimCLR, and for CMC and CLIP", 3, 0, all, oracle, 0, 1))
                .property(Property.equalAt("is right for MoCo and the memory bank", 2, 0, all, oracle, 2, 3))
                .property(
                        Property.equalAt("is right for CPC, and for those without negatives", 3, 0, all, oracle, 4, 5))
                .property(Property.equalAt("finds the batch that SimCLR needs", 2, 0, even, oracle, 6))
                .property(Property.equalAt(
                        "finds it for a queue of odd length, and a short one", 2, 0, odd.and(small), oracle, 6));
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

package kontrast.grader.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Invoker;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;
import org.junit.jupiter.api.Test;

/** How a check decides what to say and what to give, on the sum of a few numbers. */
class CheckTest {

    private static final Oracle SUM = a -> Value.of(IntStream.range(0, a.get(0).size())
            .mapToDouble(i -> a.get(0).data()[i])
            .sum());

    /** Numbers above 1, so that sums, products and lengths differ from one another. */
    private static Cases numbers(int count) {
        return Cases.times(4, r -> {
            float[] x = new float[count];
            for (int i = 0; i < count; i++) {
                x[i] = r.nextFloat(2, 9);
            }
            return Call.of(Value.of(x));
        });
    }

    static Check.Builder<ToDoubleFunction<float[]>> sum() {
        Signature<ToDoubleFunction<float[]>> signature = new Signature<>(
                "sum", Kind.DOUBLE, List.of("x"), List.of(Kind.FLOATS), (f, a) -> f.applyAsDouble((float[]) a[0]));
        return Check.of("99.1", "Sum", 4, signature)
                .reference(CheckTest::right)
                .example("x = (1, 2).", Call.of(Value.of(1f, 2f)))
                .property(Property.equal("adds two", 2, 1e-9, numbers(2), SUM).asEssential())
                .property(Property.equal("adds three", 1, 1e-9, numbers(3), SUM))
                .property(Property.equal("adds four", 1, 1e-9, numbers(4), SUM))
                .misconception("first", x -> x[0], "Only the first counts.")
                .misconception("product", x -> x[0] * x[1], "A product.")
                .misconception("difference", x -> x[0] - x[1], "A difference.")
                .misconception("first two", CheckTest::two, "Only two count.")
                .misconception("four throws", x -> x.length < 4 ? right(x) : right(null), "Four.");
    }

    static double right(float[] x) {
        double sum = 0;
        for (float number : x) {
            sum += number;
        }
        return sum;
    }

    /** In double, as the oracle: a sum of floats is rounded at 1e-7. */
    private static double two(float[] x) {
        return (double) x[0] + x[1];
    }

    private static Report check(ToDoubleFunction<float[]> function) {
        return sum().build().check(function);
    }

    @Test
    void eachPropertyEarnsItsShare() {
        Report report = check(CheckTest::two);
        assertEquals(2, report.earned());
        assertEquals(Optional.of("first two"), report.misconception());
        assertEquals("Only two count.", report.message());
    }

    @Test
    void allOrNothingIsWhatItSays() {
        assertEquals(0, sum().allOrNothing().build().check(CheckTest::two).earned());
        assertEquals(4, sum().allOrNothing().build().check(CheckTest::right).earned());
    }

    @Test
    void withoutTheEssentialPropertyThereIsNothing() {
        Report report = check(x -> x.length == 2 ? 0 : right(x));
        assertEquals(0, report.earned());
        assertEquals(
                2, report.findings().stream().filter(f -> f.fault().isEmpty()).count());
    }

    @Test
    void whatNobodyExplainsIsToldByItsPropertyAndSize() {
        Report report = check(x -> right(x) * 1.5);
        assertEquals(Optional.empty(), report.misconception());
        // Half of the sum too much: relative to it, since "0.50" beside a sum in the hundreds looks like rounding.
        assertEquals(
                "Expected of sum: it adds two. Found: the result is off by up to 50 %, where"
                        + " rounding explains 1e-07 % (called with float[2]).",
                report.message());
        assertEquals("x = (1, 2). Yours: sum returns 4.5.", report.example());
    }

    /** Below 1 the difference itself is told; and in an array, which entry to look at. */
    @Test
    void theWorstEntryIsNamedAndSmallNumbersDifferByTheirDifference() {
        Call call = Call.of(Value.of(1f));
        Property small = Property.equal("is small", 1, 1e-5, r -> List.of(call), a -> Value.of(0.25));
        assertEquals(
                "the result is off by up to 0.25, where rounding explains 1e-05 (called with 1)",
                fault(small, call, Value.of(0.5)));
        Property rows = Property.equal(
                "has rows", 1, 1e-5, r -> List.of(call), a -> Value.of(new float[][] {{0, 200, 0}, {0, 0, 4}}));
        assertEquals(
                "the result is off by up to 150 % at [1, 2], where rounding explains 0.001 % (called with 1)",
                fault(rows, call, Value.of(new float[][] {{0, 201, 0}, {0, 0, 10}})));
        Property whole = Property.equal("counts", 1, 0, r -> List.of(call), a -> Value.of(new int[] {3, 4, 5}));
        assertEquals(
                "2 of 3 entries of the result are wrong, the first at [1] (called with 1)",
                fault(whole, call, Value.of(new int[] {3, 5, 6})));
        Property single = Property.equal("counts", 1, 0, r -> List.of(call), a -> Value.of(3));
        assertEquals("the result is wrong (called with 1)", fault(single, call, Value.of(4)));
    }

    private static String fault(Property property, Call call, Value found) {
        Outcome outcome = new Outcome(found, call.arguments(), Value.nothing(), "", "");
        return property.rule().fault(List.of(call), List.of(outcome)).orElseThrow();
    }

    /** "3 of 4 properties hold" beside "0 points" looks like a fault of the course: the card says which one cost them. */
    @Test
    void thePropertyThatCostsAllPointsIsNamed() {
        Report report = check(x -> x.length == 2 ? 0 : right(x));
        assertTrue(report.html().contains("adds two (no points without it)"), report.html());
        assertTrue(report.toString().contains("adds two (no points without it)"), report.toString());
        Report partly = check(x -> x.length == 2 ? right(x) : 0);
        assertTrue(partly.earned() > 0);
        assertFalse(partly.html().contains("no points without"), partly.html());
    }

    /** A matrix with rows of several lengths is something returned: "it threw" sends the learner to look for a throw. */
    @Test
    void unevenRowsAreNotCalledAnException() {
        Call call = Call.of(Value.of(1f));
        Outcome uneven = Invoker.invoke(a -> new float[][] {{1, 2}, {3}}, call);
        Property rows =
                Property.equal("has rows", 1, 1e-5, r -> List.of(call), a -> Value.of(new float[][] {{1, 2}, {3, 4}}));
        assertEquals(
                "the rows of the result differ in length: row 1 has 1 entries, row 0 has 2 (called with 1)",
                rows.rule().fault(List.of(call), List.of(uneven)).orElseThrow());
        Outcome thrown = Invoker.invoke(
                a -> {
                    throw new IllegalArgumentException("no");
                },
                call);
        assertTrue(rows.rule()
                .fault(List.of(call), List.of(thrown))
                .orElseThrow()
                .startsWith("it threw IllegalArgumentException"));
    }

    /** An index or a temperature says where to look; a function of such numbers alone has nothing else to show. */
    @Test
    void singleNumbersAreToldWithTheShapesOfTheRest() {
        Call call = Call.of(Value.of(1f, 2f, 3f), Value.of(1), Value.of(0.05));
        Property zero = Property.equal("is zero", 1, 1e-9, r -> List.of(call), a -> Value.of(0.0));
        Outcome one = new Outcome(Value.of(1.0), call.arguments(), Value.nothing(), "", "");
        String fault = zero.rule().fault(List.of(call), List.of(one)).orElseThrow();
        assertTrue(fault.endsWith("(called with float[3], 1, 0.05)"), fault);
    }

    /** In DJL {@code mul(-1.0 / n)} can make a float32 loss a float64 one: the numbers count. Whole ones are no loss. */
    @Test
    void aTensorInDoublePrecisionIsNoMistake() {
        Call call = Call.of(Value.tensor(new long[] {2}, 1, 2));
        Property sum = Property.equal("sums", 1, 1e-6, r -> List.of(call), a -> Value.tensor(new long[0], 3));
        for (String dtype : List.of("float32", "float64", "int64")) {
            Value result = Value.of(Kind.NDARRAY, dtype, new long[0], new double[] {3});
            Outcome outcome = new Outcome(result, call.arguments(), Value.nothing(), "", "");
            assertEquals(
                    dtype.equals("int64"),
                    sum.rule().fault(List.of(call), List.of(outcome)).isPresent(),
                    dtype);
        }
    }

    /** The numbers of an array are the key to its answer: its shape only. */
    @Test
    void noInputAndNoExpectedValueIsTold() {
        Report report = check(x -> right(x) + x[0] * 1e-3);
        for (Call call : numbers(2).draw(new SplittableRandom(Check.PUBLIC_SEED))) {
            for (double number : call.arguments().get(0).data()) {
                String digits = String.valueOf(number).substring(0, 6);
                assertFalse((report + report.html()).contains(digits), report::toString);
            }
        }
        // Its own result on the example, 3 and a little; the 3 itself is for the learner to find.
        assertTrue(report.example().endsWith("sum returns 3.001."), report.example());
    }

    @Test
    void resultsThatAreNoNumberAreNamed() {
        assertTrue(check(x -> Double.NaN).message().contains("the result contains NaN"));
        assertTrue(check(x -> right(x) / 0).message().contains("the result contains Infinity"));
        assertTrue(check(x -> x[x.length]).message().contains("it threw ArrayIndexOutOf"));
    }

    @Test
    void aCommonExceptionIsNoEvidenceBehindAnUnexplainedFault() {
        // Wrong for two in a way of its own; that it throws for four as well says nothing.
        Report report = check(x -> x.length == 2 ? 0 : x.length < 4 ? right(x) : right(null));
        assertEquals(Optional.empty(), report.misconception(), report::toString);
        // As the first fault it does.
        report = check(x -> x.length < 4 ? right(x) : right(null));
        assertEquals(Optional.of("four throws"), report.misconception());
    }

    @Test
    void numbersThatAgreeAreEvidenceBehindOneToo() {
        Report report = check(x -> x.length == 2 ? 0 : two(x));
        assertEquals(Optional.of("first two"), report.misconception());
    }

    @Test
    void codeThatWasNotRepairedEarnsNothingWhateverHolds() {
        Check<ToDoubleFunction<float[]>> repair = sum().misconception(
                        Check.AS_HANDED_OUT, x -> x.length < 4 ? right(x) : 0, "As it was.")
                .build();
        Report report = repair.check(x -> x.length < 4 ? right(x) : 0);
        assertEquals(Report.Verdict.NOT_WRITTEN, report.verdict());
        assertEquals("As it was.", report.message());
        assertEquals(0, report.earned());
        // Another mistake earns what holds.
        assertEquals(3, repair.check(x -> x.length < 4 ? right(x) : 1).earned());
    }

    @Test
    void theProofSeesAMistakeThatAnotherMessageClaims() {
        MutationProof sound = MutationProof.of(sum().build(), 2);
        assertTrue(sound.holds(), sound::toString);
        // The first property cannot tell these two apart, so either would be told of the other.
        MutationProof blurred = MutationProof.of(
                sum().misconception("first two, late", x -> x.length > 3 ? 1 : two(x), "Late.")
                        .build(),
                2);
        assertFalse(blurred.holds(), blurred::toString);
        assertTrue(blurred.toString().contains("without its own message it reads"));
    }
}

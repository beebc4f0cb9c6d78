package kontrast.grader.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/**
 * One thing that holds for every correct answer.
 *
 * @param name what holds, as a statement: {@code "equals the formula for vectors of any length"}
 * @param weight its share of the points; 0 or more
 * @param essential whether there are no points at all without it: the plainest case, so that a
 *     constant does not earn the points of an invariance
 * @param tolerance the largest deviation that rounding explains, relative above 1 and absolute
 *     below
 * @param cases the calls that it is tried on
 * @param rule judges what came of them
 */
public record Property(String name, int weight, boolean essential, double tolerance, Cases cases, Rule rule) {

    private static final Set<String> FLOATING = Set.of("float32", "float64");

    /** Checks the numbers. */
    public Property {
        if (weight < 0 || !(tolerance >= 0)) {
            throw new IllegalArgumentException(name + ": weight " + weight + ", tolerance " + tolerance);
        }
    }

    /** Judges the outcomes of a property's calls. */
    @FunctionalInterface
    public interface Rule {
        /**
         * Judges.
         *
         * @param calls what was called
         * @param outcomes what came of each, in the same order
         * @return what is wrong, without the expected value; empty if all is well
         */
        Optional<String> fault(List<Call> calls, List<Outcome> outcomes);
    }

    /**
     * The result equals an oracle's, in type, shape and numbers.
     *
     * @param name what holds
     * @param weight its share of the points
     * @param tolerance allowed deviation
     * @param cases the calls
     * @param oracle computes the expected result in double precision
     * @return the property
     */
    public static Property equal(String name, int weight, double tolerance, Cases cases, Oracle oracle) {
        Rule rule = each(
                (call, outcome) -> compare("the result", outcome.result(), oracle.expect(call.arguments()), tolerance));
        return new Property(name, weight, false, tolerance, cases, rule);
    }

    /**
     * Some entries of the result equal those of an oracle's, whatever the others are: who is wrong about one of several
     * numbers earns the points of the rest. A result of another type or shape is wrong everywhere.
     *
     * @param name what holds
     * @param weight its share of the points
     * @param tolerance allowed deviation
     * @param cases the calls
     * @param oracle computes the expected result in double precision
     * @param entries the entries that count, from 0
     * @return the property
     */
    public static Property equalAt(
            String name, int weight, double tolerance, Cases cases, Oracle oracle, int... entries) {
        Rule rule = each((call, outcome) -> {
            Value expected = oracle.expect(call.arguments());
            Value found = outcome.result();
            if (found.kind() == Kind.NOTHING || !isAlike(found, expected)) {
                return compare("the result", found, expected, tolerance);
            }
            double[] judged = expected.data();
            double[] numbers = found.data();
            for (int entry : entries) {
                judged[entry] = numbers[entry];
            }
            Value whole = Value.of(found.kind(), found.dtype(), found.shape(), judged);
            return compare("the result", whole, expected, tolerance);
        });
        return new Property(name, weight, false, tolerance, cases, rule);
    }

    /**
     * The result has the type and shape of an oracle's, and so many of its entries at least: what there is to know
     * before {@link #equalAt} gives points for each of them.
     *
     * @param name what holds
     * @param tolerance allowed deviation
     * @param cases the calls
     * @param oracle computes the expected result in double precision
     * @param least how many entries must be right
     * @return the property, which has no share of the points
     */
    public static Property mostly(String name, double tolerance, Cases cases, Oracle oracle, int least) {
        Rule rule = each((call, outcome) -> {
            Value expected = oracle.expect(call.arguments());
            Value found = outcome.result();
            Optional<String> fault = compare("the result", found, expected, tolerance);
            return fault.isPresent() && isAlike(found, expected) && right(found, expected, tolerance) >= least
                    ? Optional.empty()
                    : fault;
        });
        return new Property(name, 0, false, tolerance, cases, rule);
    }

    private static long right(Value found, Value expected, double tolerance) {
        double[] a = found.data();
        double[] b = expected.data();
        return IntStream.range(0, a.length)
                .filter(i -> deviation(a[i], b[i]) <= tolerance)
                .count();
    }

    /**
     * The gradient by the first argument equals an oracle's.
     *
     * @param name what holds
     * @param weight its share of the points
     * @param tolerance allowed deviation
     * @param cases the calls
     * @param oracle computes the expected gradient in double precision
     * @return the property
     */
    public static Property gradient(String name, int weight, double tolerance, Cases cases, Oracle oracle) {
        return gradient(name, weight, tolerance, cases, 0, oracle);
    }

    /**
     * The gradient by one of the arguments equals an oracle's.
     *
     * @param name what holds
     * @param weight its share of the points
     * @param tolerance allowed deviation
     * @param cases the calls
     * @param argument by which argument, from 0
     * @param oracle computes the expected gradient in double precision
     * @return the property
     */
    public static Property gradient(
            String name, int weight, double tolerance, Cases cases, int argument, Oracle oracle) {
        Rule rule = each((call, outcome) -> outcome.gradient().kind() == Kind.NOTHING
                ? Optional.of("no gradient arrives at the input: somewhere the result is cut off from it")
                : compare("the gradient", outcome.gradient(), oracle.expect(call.arguments()), tolerance));
        return new Property(name, weight, false, tolerance, cases.withGradient(argument), rule);
    }

    /**
     * All calls of the property have the same result: an invariance.
     *
     * @param name what holds
     * @param weight its share of the points
     * @param tolerance allowed deviation
     * @param cases draws calls that must agree
     * @return the property
     */
    public static Property same(String name, int weight, double tolerance, Cases cases) {
        Rule rule = (calls, outcomes) -> {
            Value first = outcomes.get(0).result();
            return each((call, outcome) -> compare("the result", outcome.result(), first, tolerance)
                            .map(s -> s + " between two such inputs"))
                    .fault(calls, outcomes);
        };
        return new Property(name, weight, false, tolerance, cases, rule);
    }

    /**
     * The call leaves its arguments unchanged.
     *
     * @param weight its share of the points
     * @param cases the calls
     * @return the property
     */
    public static Property pure(int weight, Cases cases) {
        Rule rule = each((call, outcome) -> {
            for (int i = 0; i < call.arguments().size(); i++) {
                Value before = call.arguments().get(i);
                if (deviation(outcome.after().get(i), before).orElse(1) > 0) {
                    String which = "argument " + (i + 1);
                    return Optional.of(which + " is changed by the call; work on a copy");
                }
            }
            return Optional.empty();
        });
        return new Property("leaves its inputs unchanged", weight, false, 0, cases, rule);
    }

    /**
     * This property, without which there are no points at all.
     *
     * @return the changed copy
     */
    public Property asEssential() {
        return new Property(name, weight, true, tolerance, cases, rule);
    }

    /** Judges what came of one call. */
    @FunctionalInterface
    public interface Judge {
        /**
         * Judges.
         *
         * @param call what was called
         * @param outcome what came of it, no exception
         * @return what is wrong, without the expected value; empty if all is well
         */
        Optional<String> fault(Call call, Outcome outcome);
    }

    /**
     * A rule that judges each call by itself. An exception is a fault.
     *
     * @param one judges a call that has returned
     * @return the rule, which tells the first fault and the inputs that it was found with
     */
    public static Rule each(Judge one) {
        return (calls, outcomes) -> {
            for (int i = 0; i < calls.size(); i++) {
                Call call = calls.get(i);
                Outcome outcome = outcomes.get(i);
                Optional<String> fault = outcome.isThrown() ? Optional.of(thrown(outcome)) : one.fault(call, outcome);
                if (fault.isPresent()) {
                    return fault.map(s -> s + where(call));
                }
            }
            return Optional.empty();
        };
    }

    /** Arrays by their shapes, for their numbers may be hidden ones; single numbers as they are. */
    static String where(Call call) {
        return call.arguments().isEmpty()
                ? ""
                : call.arguments().stream()
                        .map(v -> v.shape().length > 0 ? v.describe() : v.toString())
                        .collect(Collectors.joining(", ", " (called with ", ")"));
    }

    private static String thrown(Outcome outcome) {
        if (outcome.isUneven()) {
            return "the rows of the result differ in length: " + outcome.message();
        }
        if (outcome.isOutOfMemory()) {
            return "it ran out of memory (" + outcome.thrown()
                    + "), as with an array that is far too large or a list that grows without an end";
        }
        if (outcome.isTooDeep()) {
            return "it called itself until there was no room for another call (" + outcome.thrown()
                    + "), as with a recursion without an end";
        }
        return "it threw " + outcome.thrown() + (outcome.message().isEmpty() ? "" : ": " + outcome.message());
    }

    private static Optional<String> compare(String what, Value found, Value expected, double tolerance) {
        if (found.kind() == Kind.NOTHING) {
            return Optional.of(what + " is null");
        }
        if (!isAlike(found, expected)) {
            return Optional.of("%s is %s; expected %s".formatted(what, found.describe(), expected.describe()));
        }
        for (double d : found.data()) {
            if (!Double.isFinite(d)) {
                return Optional.of(what + " contains " + d);
            }
        }
        double[] a = found.data();
        double[] b = expected.data();
        int worst = worst(a, b);
        if (worst < 0 || deviation(a[worst], b[worst]) <= tolerance) {
            return Optional.empty();
        }
        if (tolerance == 0 && a.length == 1) {
            return Optional.of(what + " is wrong"); // "1 of 1 entries" is no way to speak of a number
        }
        if (tolerance == 0) {
            int[] wrong = IntStream.range(0, a.length).filter(i -> a[i] != b[i]).toArray();
            return Optional.of("%d of %d entries of %s are wrong%s"
                    .formatted(wrong.length, a.length, what, at(", the first at ", found.shape(), a.length, wrong[0])));
        }
        // Above 1 a deviation is relative: as a plain number it would read like a difference that one could see.
        boolean relative = Math.abs(b[worst]) > 1;
        double scale = relative ? 100 : 1;
        String unit = relative ? " %" : "";
        return Optional.of(String.format(
                Locale.ROOT,
                "%s is off by up to %s%s%s, where rounding explains %.1g%s",
                what,
                digits(scale * deviation(a[worst], b[worst])),
                unit,
                at(" at ", found.shape(), a.length, worst),
                scale * tolerance,
                unit));
    }

    private static String digits(double number) {
        return String.format(Locale.ROOT, number < 100 ? "%.2g" : "%.0f", number);
    }

    /** Where an entry stands, as {@code [row, column]}; nothing for a single number. */
    private static String at(String before, long[] shape, int entries, int entry) {
        if (entries < 2) {
            return "";
        }
        long[] place = new long[shape.length];
        for (int axis = shape.length - 1, left = entry; axis >= 0; left /= (int) shape[axis], axis--) {
            place[axis] = left % shape[axis];
        }
        return before + Arrays.toString(place);
    }

    /** Same type and shape. A tensor may be in double precision: in DJL a Java double makes it so. */
    private static boolean isAlike(Value a, Value b) {
        return a.kind() == b.kind()
                && Arrays.equals(a.shape(), b.shape())
                && (a.dtype().equals(b.dtype()) || FLOATING.containsAll(List.of(a.dtype(), b.dtype())));
    }

    /**
     * Returns the largest difference of two values, divided by the magnitude where that is over 1.
     *
     * @param a one value
     * @param b the other, whose magnitude counts
     * @return the deviation; empty if type or shape differ
     */
    static OptionalDouble deviation(Value a, Value b) {
        if (!isAlike(a, b)) {
            return OptionalDouble.empty();
        }
        double[] found = a.data();
        double[] expected = b.data();
        int worst = worst(found, expected);
        return OptionalDouble.of(worst < 0 ? 0 : deviation(found[worst], expected[worst]));
    }

    /** The entry that deviates most; -1 if all are equal. */
    private static int worst(double[] found, double[] expected) {
        int worst = -1;
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            double d = deviation(found[i], expected[i]);
            if (d > largest) {
                worst = i;
                largest = d;
            }
        }
        return worst;
    }

    private static double deviation(double found, double expected) {
        if (Double.compare(found, expected) == 0) {
            return 0;
        }
        double d = Math.abs(found - expected) / Math.max(1, Math.abs(expected));
        return Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
    }
}

package kontrast.grader.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Invoker;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.TestedFunction;
import kontrast.grader.worker.Value;

/**
 * The check of one exercise: signature, properties, reference, and misconceptions.
 *
 * <p>The properties are tried in order. The first failing one that a misconception explains decides
 * the message: a misconception explains a failure if its wrong variant returns, on the very same
 * inputs, what the learner's function returned, and did not go wrong in another way on the
 * properties before. Where several do, those are kept that agree on all inputs of all properties.
 * Behind a failing property that nothing explains, a common exception or overflow is no evidence.
 * If none explains anything, the message names the first failing property and the size of the
 * error.
 *
 * @param <F> the functional interface of the function
 */
public final class Check<F> {

    /** The name of the mistake of having repaired nothing. */
    static final String AS_HANDED_OUT = "as handed out";

    /** The inputs of the learner's own check; grading draws others. */
    static final long PUBLIC_SEED = 20200213;

    /** The example is shown with four digits. */
    private static final double EXAMPLE_TOLERANCE = 1e-4;

    /** How the message of a released stub ends. */
    private static final String STUB = "is yours to write";

    private static final int MINIMUM_OF_MISCONCEPTIONS = 5;

    private final String id;
    private final String title;
    private final double points;
    private final boolean allOrNothing;
    private final Signature<F> signature;
    private final F reference;
    private final Example example;
    private final List<Property> properties;
    private final List<Misconception<F>> misconceptions;

    private Check(Builder<F> builder) {
        this.id = builder.id;
        this.title = builder.title;
        this.points = builder.points;
        this.allOrNothing = builder.allOrNothing;
        this.signature = builder.signature;
        this.reference = Objects.requireNonNull(builder.reference, "reference");
        this.example = Objects.requireNonNull(builder.example, "example");
        this.properties = List.copyOf(builder.properties);
        this.misconceptions = List.copyOf(builder.misconceptions);
    }

    private Check(Check<F> other, List<Misconception<F>> misconceptions) {
        this.id = other.id;
        this.title = other.title;
        this.points = other.points;
        this.allOrNothing = other.allOrNothing;
        this.signature = other.signature;
        this.reference = other.reference;
        this.example = other.example;
        this.properties = other.properties;
        this.misconceptions = List.copyOf(misconceptions);
    }

    /**
     * Begins a check.
     *
     * @param <F> the functional interface of the function
     * @param id the exercise's id, e.g. {@code "11.3"}
     * @param title its title
     * @param points what it is worth
     * @param signature what the function looks like
     * @return a builder
     */
    public static <F> Builder<F> of(String id, String title, double points, Signature<F> signature) {
        return new Builder<>(id, title, points, signature);
    }

    /**
     * Checks a learner's function, and notes how far its set has come.
     *
     * @param function the function, usually a lambda that calls the one in the cell above
     * @return what was found; {@code display(report.html(), "text/html")} shows it
     */
    public Report check(F function) {
        return Ledger.ofThisProcess().enter(check(subject(function), PUBLIC_SEED));
    }

    /**
     * Checks a function that may run elsewhere.
     *
     * @param subject calls the function
     * @param seed draws the inputs
     * @return what was found
     */
    public Report check(TestedFunction subject, long seed) {
        Outcome shown = subject.call(example.call());
        if (isNotWritten(shown)) {
            return Report.notWritten(this);
        }
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < properties.size(); i++) {
            trials.add(trial(properties.get(i), subject, new SplittableRandom(seed + i)));
        }
        Optional<Misconception<F>> explanation = explanation(trials);
        boolean right = agree(subject(reference).call(example.call()), shown, EXAMPLE_TOLERANCE);
        return Report.of(this, shown, right, trials, explanation);
    }

    /**
     * Returns the check of the public inputs, for a function that may run elsewhere.
     *
     * @param subject calls the function
     * @return what was found
     */
    public Report checkInPublic(TestedFunction subject) {
        return check(subject, PUBLIC_SEED);
    }

    /** What came of one property. */
    record Trial(Property property, List<Call> calls, List<Outcome> outcomes, Optional<String> fault) {}

    private static Trial trial(Property property, TestedFunction subject, SplittableRandom random) {
        List<Call> calls = property.cases().draw(random);
        List<Outcome> outcomes = calls.stream().map(subject::call).toList();
        return new Trial(property, calls, outcomes, property.rule().fault(calls, outcomes));
    }

    /** What stubs throw: an UnsupportedOperationException, which correct code has no use for. */
    private static boolean isNotWritten(Outcome outcome) {
        return outcome.thrown().equals("UnsupportedOperationException")
                && outcome.message().endsWith(STUB);
    }

    private Optional<Misconception<F>> explanation(List<Trial> trials) {
        boolean first = true;
        for (int i = 0; i < trials.size(); i++) {
            Trial failed = trials.get(i);
            if (failed.fault().isEmpty() || (!first && !isTelling(failed))) {
                continue;
            }
            first = false;
            List<Trial> before = trials.subList(0, i);
            List<Misconception<F>> candidates = new ArrayList<>();
            for (Misconception<F> m : misconceptions) {
                if (explains(m, failed) && before.stream().noneMatch(t -> contradicts(m, t))) {
                    candidates.add(m);
                }
            }
            if (candidates.size() == 1) {
                return Optional.of(candidates.get(0));
            }
            if (!candidates.isEmpty()) {
                return candidates.stream()
                        .filter(m -> trials.stream().allMatch(t -> repeats(m, t)))
                        .findFirst()
                        .or(() -> Optional.of(candidates.get(0)));
            }
        }
        return Optional.empty();
    }

    /**
     * Where an earlier property fails for a reason unknown, that two functions both throw or both
     * overflow says nothing: numbers must agree.
     */
    private static boolean isTelling(Trial trial) {
        return trial.outcomes().stream()
                .noneMatch(o -> o.isThrown() || Arrays.stream(o.result().data()).anyMatch(d -> !Double.isFinite(d)));
    }

    private boolean explains(Misconception<F> misconception, Trial failed) {
        Optional<List<Outcome>> outcomes = repeated(misconception, failed);
        return outcomes.isPresent()
                && failed.property()
                        .rule()
                        .fault(failed.calls(), outcomes.get())
                        .isPresent();
    }

    /** A variant that goes wrong here too, but in another way, is not what the learner wrote. */
    private boolean contradicts(Misconception<F> misconception, Trial trial) {
        if (repeats(misconception, trial)) {
            return false;
        }
        TestedFunction variant = subject(misconception.variant());
        List<Outcome> outcomes = trial.calls().stream().map(variant::call).toList();
        return trial.property().rule().fault(trial.calls(), outcomes).isPresent();
    }

    private boolean repeats(Misconception<F> misconception, Trial trial) {
        return repeated(misconception, trial).isPresent();
    }

    /** The outcomes of a variant, if each is what the learner's function made of the same call. */
    private Optional<List<Outcome>> repeated(Misconception<F> misconception, Trial trial) {
        // A property that allows no deviation (integers, unchanged inputs) still sees floats.
        double tolerance = Math.max(trial.property().tolerance(), 1e-5);
        TestedFunction variant = subject(misconception.variant());
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < trial.calls().size(); i++) {
            Outcome outcome = variant.call(trial.calls().get(i));
            if (!agree(outcome, trial.outcomes().get(i), tolerance)) {
                return Optional.empty();
            }
            outcomes.add(outcome);
        }
        return Optional.of(outcomes);
    }

    /** Tells whether two functions did the same, exceptions and changed inputs included. */
    private static boolean agree(Outcome a, Outcome b, double tolerance) {
        if (!a.thrown().equals(b.thrown())
                || !close(a.result(), b.result(), tolerance)
                || !close(a.gradient(), b.gradient(), tolerance)
                || a.after().size() != b.after().size()) {
            return false;
        }
        for (int i = 0; i < a.after().size(); i++) {
            if (!close(a.after().get(i), b.after().get(i), tolerance)) {
                return false;
            }
        }
        return true;
    }

    private static boolean close(Value a, Value b, double tolerance) {
        return Property.deviation(a, b).orElse(Double.POSITIVE_INFINITY) <= tolerance;
    }

    /** The same check, which does not know one of its misconceptions. */
    Check<F> without(Misconception<F> unknown) {
        return new Check<>(
                this, misconceptions.stream().filter(m -> !m.equals(unknown)).toList());
    }

    TestedFunction subject(F function) {
        return call -> Invoker.invoke(a -> signature.caller().call(function, a), call);
    }

    /**
     * Returns the exercise's id.
     *
     * @return for instance {@code "11.3"}
     */
    public String id() {
        return id;
    }

    /**
     * Returns the exercise's title.
     *
     * @return the title
     */
    public String title() {
        return title;
    }

    /**
     * Returns what the exercise is worth.
     *
     * @return the points
     */
    public double points() {
        return points;
    }

    /**
     * Tells whether a single property that fails costs all points.
     *
     * @return false if each property earns its share
     */
    public boolean isAllOrNothing() {
        return allOrNothing;
    }

    /**
     * Returns what the function looks like.
     *
     * @return the signature
     */
    public Signature<F> signature() {
        return signature;
    }

    /**
     * Returns a correct function.
     *
     * @return the reference
     */
    public F reference() {
        return reference;
    }

    /**
     * Returns the input that can be computed by hand.
     *
     * @return the example
     */
    public Example example() {
        return example;
    }

    /**
     * Returns what must hold.
     *
     * @return the properties, in the order in which they are tried
     */
    public List<Property> properties() {
        return properties;
    }

    /**
     * Returns the mistakes that are recognised.
     *
     * @return the misconceptions
     */
    public List<Misconception<F>> misconceptions() {
        return misconceptions;
    }

    /**
     * Tells whether the exercise hands out code to be repaired.
     *
     * @return true if so; otherwise it hands out a line that throws
     */
    public boolean isRepair() {
        return misconceptions.stream().anyMatch(m -> m.name().equals(AS_HANDED_OUT));
    }

    /**
     * Collects the parts of a check.
     *
     * @param <F> the functional interface of the function
     */
    public static final class Builder<F> {
        private final String id;
        private final String title;
        private final double points;
        private final Signature<F> signature;
        private final List<Property> properties = new ArrayList<>();
        private final List<Misconception<F>> misconceptions = new ArrayList<>();
        private F reference;
        private Example example;
        private boolean allOrNothing;

        private Builder(String id, String title, double points, Signature<F> signature) {
            this.id = id;
            this.title = title;
            this.points = points;
            this.signature = signature;
        }

        /**
         * Sets a correct function.
         *
         * @param reference the function
         * @return this builder
         */
        public Builder<F> reference(F reference) {
            this.reference = reference;
            return this;
        }

        /**
         * Sets the input that can be computed by hand.
         *
         * @param text the input in words
         * @param call the input
         * @return this builder
         */
        public Builder<F> example(String text, Call call) {
            this.example = new Example(text, call);
            return this;
        }

        /**
         * Adds something that must hold.
         *
         * @param property the property
         * @return this builder
         */
        public Builder<F> property(Property property) {
            properties.add(property);
            return this;
        }

        /**
         * Adds a mistake to recognise.
         *
         * @param name a short name
         * @param variant the wrong function
         * @param message what the learner reads
         * @return this builder
         */
        public Builder<F> misconception(String name, F variant, String message) {
            misconceptions.add(new Misconception<>(name, variant, message));
            return this;
        }

        /**
         * Says what the exercise hands out in place of a line that throws: code to be repaired. Who
         * leaves it as it is reads that nothing has changed yet, and earns nothing.
         *
         * @param code the same code as behind {@code // STUB} in the master
         * @param message what the learner reads
         * @return this builder
         */
        public Builder<F> handedOut(F code, String message) {
            return misconception(AS_HANDED_OUT, code, message);
        }

        /**
         * Gives no points for a function that is partly right.
         *
         * @return this builder
         */
        public Builder<F> allOrNothing() {
            this.allOrNothing = true;
            return this;
        }

        /**
         * Makes the check.
         *
         * @return the check
         * @throws IllegalStateException if there are fewer than five misconceptions, two of one
         *     name or message, or no essential property
         */
        public Check<F> build() {
            long names =
                    misconceptions.stream().map(Misconception::name).distinct().count();
            long messages = misconceptions.stream()
                    .map(Misconception::message)
                    .distinct()
                    .count();
            if (names < MINIMUM_OF_MISCONCEPTIONS
                    || names != misconceptions.size()
                    || messages != misconceptions.size()) {
                throw new IllegalStateException(
                        "check %s has %d misconceptions with %d names and %d messages; expected %d or"
                                        .formatted(
                                                id, misconceptions.size(), names, messages, MINIMUM_OF_MISCONCEPTIONS)
                                + " more, each with its own");
            }
            if (properties.stream().noneMatch(Property::essential)) {
                throw new IllegalStateException("check " + id + " has no essential property");
            }
            return new Check<>(this);
        }
    }
}

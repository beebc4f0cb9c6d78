package kontrast.grader.check;

import ai.djl.engine.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Invoker;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.TestedFunction;

/**
 * The check of one exercise: what must hold, a correct function, and the mistakes that are known.
 *
 * <p>In Java stands what holds of every correct answer, whatever it looks like: inputs, an oracle that is not the
 * solution, properties, an example by hand. Title, points, function, solution and known mistakes stand in the
 * master, and come in by {@link Draft#bind}. {@link Diagnosis} says which mistake an answer makes.
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
    private final Optional<Recording> recording;

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
        this.recording = builder.recording;
    }

    private Check(Check<F> other, List<Misconception<F>> misconceptions, Optional<Recording> recording) {
        this.id = other.id;
        this.title = other.title;
        this.points = other.points;
        this.allOrNothing = other.allOrNothing;
        this.signature = other.signature;
        this.reference = other.reference;
        this.example = other.example;
        this.properties = other.properties;
        this.misconceptions = List.copyOf(misconceptions);
        this.recording = recording;
    }

    /** Begins a check whose parts are all in Java. */
    static <F> Builder<F> of(String id, String title, double points, Signature<F> signature) {
        return new Builder<>(id, title, points, signature);
    }

    /**
     * Begins a check whose exercise stands in a master.
     *
     * @param id the exercise's id, e.g. {@code "11.3"}
     * @return what must hold, still empty
     */
    public static Draft of(String id) {
        return new Draft(id);
    }

    /** What must hold of every correct answer. */
    public static final class Draft {
        private final String id;
        private final List<Property> properties = new ArrayList<>();
        private Example example;

        private Draft(String id) {
            this.id = id;
        }

        /**
         * Sets the input that can be computed by hand.
         *
         * @param text the input in words
         * @param call the input
         * @return this draft
         */
        public Draft example(String text, Call call) {
            this.example = new Example(text, call);
            return this;
        }

        /**
         * Adds something that must hold. Properties are tried in the order in which they are added.
         *
         * @param property the property
         * @return this draft
         */
        public Draft property(Property property) {
            properties.add(property);
            return this;
        }

        /**
         * Makes the check, with what the master says.
         *
         * @param <F> the functional interface of the function
         * @param exercise the exercise
         * @return the check
         * @throws IllegalStateException if the ids differ, or anything is missing that a check needs
         */
        public <F> Check<F> bind(Exercise<F> exercise) {
            if (!exercise.id().equals(id)) {
                throw new IllegalStateException("the check of " + exercise.id() + " says that it is that of " + id);
            }
            Builder<F> builder = Check.of(id, exercise.title(), exercise.points(), exercise.signature());
            builder.reference(exercise.solution());
            builder.example = example;
            builder.properties.addAll(properties);
            builder.misconceptions.addAll(exercise.mistakes());
            builder.allOrNothing = exercise.isAllOrNothing();
            builder.recording = exercise.recording();
            return builder.build();
        }
    }

    /**
     * Checks a learner's function, and notes how far its set has come.
     *
     * <p>The function is called in a thread of its own. A call that is still running after {@link AnswerThread#LIMIT},
     * 20 seconds, ends the check, without points. A check that is interrupted changes no points.
     *
     * @param function the function, usually a lambda that calls the one in the cell above
     * @return what was found; {@code display(report.html(), "text/html")} shows it
     */
    public Report check(F function) {
        return check(function, AnswerThread.LIMIT);
    }

    /** The same with another limit for each call. */
    Report check(F function, Duration limit) {
        if (signature.types().contains(Kind.NDARRAY)) {
            Engine.getInstance(); // the first time it loads libtorch, which takes seconds that are not the answer's
        }
        try (AnswerThread answer = new AnswerThread(subject(function), limit)) {
            return Ledger.ofThisProcess().enter(check(answer, PUBLIC_SEED));
        } catch (NoAnswer interrupted) {
            if (!interrupted.hasEnded()) {
                System.err.println(signature.method() + " " + Report.GOES_ON);
            }
            Thread.currentThread().interrupt();
            return Report.interrupted(this);
        }
    }

    /**
     * Checks a function that may run elsewhere.
     *
     * @param subject calls the function
     * @param seed draws the inputs
     * @return what was found
     */
    public Report check(TestedFunction subject, long seed) {
        Optional<Outcome> shown = Optional.empty();
        List<Trial> trials = new ArrayList<>();
        try {
            shown = Optional.of(subject.call(example.call()));
            if (isNotWritten(shown.get())) {
                return Report.notWritten(this);
            }
            for (int i = 0; i < properties.size(); i++) {
                trials.add(trial(i, subject, new SplittableRandom(seed + i)));
            }
        } catch (NoAnswer e) {
            if (e.isInterrupted()) {
                throw e;
            }
            return Report.noAnswer(this, shown, shown.isPresent() && isExpected(shown.get()), trials, e);
        }
        Optional<Misconception<F>> explanation = Diagnosis.of(this, trials);
        return Report.of(this, shown.get(), isExpected(shown.get()), trials, explanation);
    }

    /** Whether this is what the example's result should be. */
    private boolean isExpected(Outcome shown) {
        Outcome expected = recording
                .map(r -> r.example(example.call()))
                .orElseGet(() -> subject(reference).call(example.call()));
        return Diagnosis.agree(expected, shown, EXAMPLE_TOLERANCE);
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
    record Trial(Property property, int index, List<Call> calls, List<Outcome> outcomes, Optional<String> fault) {

        /** What is wrong with what another function made of the same calls. */
        Optional<String> faultOf(List<Outcome> others) {
            return property.rule().fault(calls, others);
        }
    }

    private Trial trial(int index, TestedFunction subject, SplittableRandom random) {
        Property property = properties.get(index);
        List<Call> calls = property.cases().draw(random);
        List<Outcome> outcomes = new ArrayList<>();
        for (Call call : calls) {
            // It takes long to fill the memory: once for each property is enough.
            boolean full = !outcomes.isEmpty() && outcomes.get(0).isOutOfMemory();
            outcomes.add(full ? outcomes.get(0) : subject.call(call));
        }
        return new Trial(property, index, calls, outcomes, property.rule().fault(calls, outcomes));
    }

    /** What a wrong variant makes of one call of a trial. */
    Outcome outcome(Misconception<F> misconception, Trial trial, int call) {
        return recording
                .map(r -> r.outcome(
                        misconception.name(), trial.index(), call, trial.calls().get(call)))
                .orElseGet(() ->
                        subject(misconception.variant()).call(trial.calls().get(call)));
    }

    /** What stubs throw: an UnsupportedOperationException, which correct code has no use for. */
    private static boolean isNotWritten(Outcome outcome) {
        return outcome.thrown().equals("UnsupportedOperationException")
                && outcome.message().endsWith(STUB);
    }

    /** The same check, which knows solution and mistakes from a recording only. */
    Check<F> with(Recording played) {
        return new Check<>(this, misconceptions, Optional.of(played));
    }

    /** The same check, which does not know one of its misconceptions. */
    Check<F> without(Misconception<F> unknown) {
        return new Check<>(
                this, misconceptions.stream().filter(m -> !m.equals(unknown)).toList(), recording);
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

    /** A correct function, which nobody outside may call. */
    F reference() {
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

    /** The mistakes that are recognised. */
    List<Misconception<F>> misconceptions() {
        return misconceptions;
    }

    /** Collects the parts of a check. */
    static final class Builder<F> {
        private final String id;
        private final String title;
        private final double points;
        private final Signature<F> signature;
        private final List<Property> properties = new ArrayList<>();
        private final List<Misconception<F>> misconceptions = new ArrayList<>();
        private F reference;
        private Example example;
        private boolean allOrNothing;
        private Optional<Recording> recording = Optional.empty();

        private Builder(String id, String title, double points, Signature<F> signature) {
            this.id = id;
            this.title = title;
            this.points = points;
            this.signature = signature;
        }

        Builder<F> reference(F function) {
            this.reference = function;
            return this;
        }

        Builder<F> example(String text, Call call) {
            this.example = new Example(text, call);
            return this;
        }

        Builder<F> property(Property property) {
            properties.add(property);
            return this;
        }

        Builder<F> misconception(String name, F variant, String message) {
            misconceptions.add(new Misconception<>(name, variant, message, false));
            return this;
        }

        Builder<F> allOrNothing() {
            this.allOrNothing = true;
            return this;
        }

        /**
         * Makes the check.
         *
         * @throws IllegalStateException if there are fewer than five misconceptions, two of one name or message, or
         *     no essential property
         */
        Check<F> build() {
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

package kontrast.grader.check;

import java.util.List;
import java.util.Optional;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/**
 * A diagnosis: the learner names one of several lettered options, with a function that returns its
 * letter. Each wrong option is a misconception with an explanation of its own.
 *
 * <pre>{@code
 * Check<Choice> check =
 *         Choice.named("8.5", "Name the fault", 1, "fault")
 *                 .right('c')
 *                 .wrong('a', "rate too high", "A rate that is too high makes the loss jump. Here ...")
 *                 ...
 *                 .build();
 * }</pre>
 */
@FunctionalInterface
public interface Choice {

    /**
     * Names the option.
     *
     * @return its letter, a small one
     * @throws Exception if the learner's code does
     */
    char choose() throws Exception;

    /**
     * Begins a check.
     *
     * @param id the exercise's id
     * @param title its title
     * @param points what it is worth
     * @param method the function's name in the learner's cell, which returns {@code char}
     * @return a builder
     */
    static Builder named(String id, String title, double points, String method) {
        return new Builder(id, title, points, method);
    }

    /**
     * Makes the check from what was recorded of it, as in a handout, where no class says which option is right.
     *
     * @param id the exercise's id
     * @param title its title
     * @param points what it is worth
     * @param method the function's name in the learner's cell
     * @param beside a class of the folder of what was recorded
     * @return the check
     */
    static Check<Choice> recorded(String id, String title, double points, String method, Class<?> beside) {
        Recording played = Recording.read(beside, id);
        Builder builder = named(id, title, points, method).right(played.right());
        played.mistakes().forEach(m -> builder.wrong(m.option(), m.name(), m.message()));
        return builder.build();
    }

    /** Collects the options; {@link #build()} wants five or more wrong ones. */
    final class Builder {
        private final Check.Builder<Choice> check;
        private final StringBuilder letters = new StringBuilder();
        private char right;

        private Builder(String id, String title, double points, String method) {
            Signature<Choice> signature =
                    new Signature<>(method, Kind.CHAR, List.of(), List.of(), (f, arguments) -> f.choose());
            check = Check.of(id, title, points, signature).example("", Call.of());
        }

        /**
         * Sets the right option.
         *
         * @param letter its letter
         * @return this builder
         */
        public Builder right(char letter) {
            if (right != 0) {
                throw new IllegalStateException("'" + right + "' is the right option already");
            }
            add(letter);
            right = letter;
            check.reference(() -> letter);
            return this;
        }

        /**
         * Adds a wrong option.
         *
         * @param letter its letter
         * @param name a short name for reports
         * @param explanation why it is not this one: what one would see if it were
         * @return this builder
         */
        public Builder wrong(char letter, String name, String explanation) {
            add(letter);
            check.misconception(name, () -> letter, explanation);
            return this;
        }

        private void add(char letter) {
            if (letter < 'a' || letter > 'z' || letters.indexOf("" + letter) >= 0) {
                throw new IllegalArgumentException("option '" + letter + "' is taken, or no small letter from a to z");
            }
            letters.append(letter);
        }

        /**
         * Makes the check.
         *
         * @return the check
         * @throws IllegalStateException if the letters leave a gap, none is right, or fewer than
         *     five are wrong
         */
        public Check<Choice> build() {
            for (int i = 0; i < letters.length(); i++) {
                if (letters.indexOf("" + (char) ('a' + i)) < 0) {
                    throw new IllegalStateException(
                            "the options %s have a gap: there is no '%c'".formatted(letters, 'a' + i));
                }
            }
            if (right == 0) {
                throw new IllegalStateException("none of the options " + letters + " is right");
            }
            char last = (char) ('a' + letters.length() - 1);
            return check.property(property(
                            "names one of the options",
                            0,
                            v -> v.number() >= 'a' && v.number() <= last,
                            "is none of the letters 'a' to '" + last + "', small ones"))
                    .property(property("names the fault", 1, v -> v.number() == right, "is not what happened here")
                            .asEssential())
                    .build();
        }

        private interface Test {
            boolean holds(Value letter);
        }

        private static Property property(String name, int weight, Test test, String fault) {
            return new Property(
                    name,
                    weight,
                    false,
                    0,
                    random -> List.of(Call.of()),
                    (calls, outcomes) -> fault(outcomes.get(0), test, fault));
        }

        private static Optional<String> fault(Outcome outcome, Test test, String fault) {
            if (outcome.isThrown()) {
                return Optional.of("it threw " + outcome.thrown() + ": " + outcome.message());
            }
            return test.holds(outcome.result()) ? Optional.empty() : Optional.of(outcome.result() + " " + fault);
        }
    }
}

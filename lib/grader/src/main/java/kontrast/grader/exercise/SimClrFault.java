package kontrast.grader.exercise;

import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/** Exercise 11.8: which fault the curves of a broken run show. */
final class SimClrFault {

    private SimClrFault() {}

    static Check<Choice> create() {
        return Choice.named("11.8", "Name the fault of run B", 1, "fault")
                .wrong(
                        'a',
                        "learning rate too low",
                        "With too low a rate the loss stays near ln 127, where it begins. Curve B is"
                                + " at the bottom after 20 steps: this run learns its task at once."
                                + " Which task?")
                .right('b')
                .wrong(
                        'c',
                        "wrong partners",
                        "If the two rows of a pair came from two images, there would be nothing to"
                                + " learn but noise: with these drawings the loss stays at 4.84, ln 127,"
                                + " for all 400 steps. Curve B is near 0.")
                .wrong(
                        'd',
                        "temperature forgotten",
                        "At temperature 1 the similarities lie between -1 and 1, and the loss of 126"
                                + " negatives cannot fall below ln(1 + 126 exp(-2)) = 2.9. Curve B is"
                                + " near 0.")
                .wrong(
                        'e',
                        "itself among the negatives",
                        "Each view would then meet itself in the denominator, with a similarity of"
                                + " 1. The positive has 1 at most, so that the loss cannot fall below"
                                + " ln 2 = 0.69. Curve B does.")
                .wrong(
                        'f',
                        "collapse",
                        "If all views had the same representation, 127 candidates would be equal:"
                                + " the loss would stand at ln 127 = 4.84.")
                .wrong(
                        'g',
                        "overfitting",
                        "That a network knows its training images by heart takes epochs. Here the"
                                + " loss is down after 20 batches, and no image has been seen"
                                + " twice.")
                .build();
    }
}

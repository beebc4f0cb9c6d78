package kontrast.grader.exercise;

import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/** Exercise 12.7: which fault the curves of a broken run show. */
final class MoCoFault {

    private MoCoFault() {}

    static Check<Choice> create() {
        return Choice.named("12.7", "Name the fault of run B", 2, "fault")
                .right('d')
                .wrong(
                        'a',
                        "learning rate too high",
                        "Too high a learning rate makes the encoder worse: the loss jumps or climbs,"
                                + " and queries lose their keys. Curve B is as smooth as curve A,"
                                + " and in B as many queries find their keys.")
                .wrong(
                        'b',
                        "no gradient to the keys",
                        "The keys get no gradient in run A either: that is how MoCo is meant. It"
                                + " cannot explain a difference between the runs.")
                .wrong(
                        'c',
                        "key encoder not slow",
                        "Without momentum the keys of a step and those of the steps before come from"
                                + " encoders that differ a lot at first: with these drawings the"
                                + " loss climbs to 3.4 at step 40, and in the end it is as low as"
                                + " that of run A. Curve B never climbs, and ends higher.")
                .wrong(
                        'e',
                        "position never moves",
                        "Half of the queue would then hold random directions for ever. They are easy"
                                + " to tell from a key, so that the loss would lie below that of"
                                + " run A, not above.")
                .wrong(
                        'f',
                        "temperature forgotten",
                        "At temperature 1 the logits of unit vectors lie between -1 and 1, and with"
                                + " 128 negatives the loss cannot fall below"
                                + " ln(1 + 128 exp(-2)) = 2.9. Run B is below 1.")
                .wrong(
                        'g',
                        "collapse",
                        "If all images had the same representation, each query would have 129 equal"
                                + " candidates: the loss would stand at ln 129 = 4.86. Run B is far"
                                + " below.")
                .build();
    }
}

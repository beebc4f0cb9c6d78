package kontrast.grader.exercise;

import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/** Exercise 13.7: which fault the curves of a broken run show. */
final class CpcFault {

    private CpcFault() {}

    static Check<Choice> create() {
        return Choice.named("13.7", "Name the fault of run B", 2, "fault")
                .right('c')
                .wrong(
                        'a',
                        "patches overlap",
                        "Patches that overlap do make one row ahead easy. But neighbours share no"
                                + " pixel here: 4 x 4 patches of 8 pixels fill 32 pixels. And both"
                                + " runs cut the same patches.")
                .wrong(
                        'b',
                        "too few negatives",
                        "With fewer candidates a guess would be right more often, for every k alike,"
                                + " and from the first step on. Both runs begin at the same level,"
                                + " and two and three rows ahead B stays near A.")
                .wrong(
                        'd',
                        "one W for all steps",
                        "One matrix for all steps has to serve three tasks at once. That makes them"
                                + " harder, and cannot lift one of them so far above the others.")
                .wrong(
                        'e',
                        "codes without gradient",
                        "Codes that get no gradient as targets make learning slower or stop it. That"
                                + " does not let B find the next row more than ten times as often"
                                + " as A.")
                .wrong(
                        'f',
                        "batch statistics",
                        "The statistics of a batch are a leak that CPC is known for. But they are the"
                                + " same for all rows, and have no reason to help with the next row"
                                + " and not with the second and the third.")
                .wrong(
                        'g',
                        "run B is simply better",
                        "A better encoder would find the second and third row more often, too. In B"
                                + " one task of three is nearly solved, and the others are hardly"
                                + " better than in A.")
                .build();
    }
}

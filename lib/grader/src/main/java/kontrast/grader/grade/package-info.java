/**
 * Grading: answers taken from submissions, run in processes of their own, compared here.
 *
 * <p>Answers never run in this process: inputs go out, raw outputs come back, and {@link kontrast.grader.check.Check}
 * compares them here, where alone the references and the course's secret are.
 *
 * <p>Reading order: {@code GradeCommand} and {@code GradeOptions} read the command line; {@code Submissions} finds
 * the notebooks, {@code Roster} the learners, {@code SetRules} and {@code LateRule} what an instructor wants. {@code
 * ClassRun} grades everybody at once, {@code Grader} one submission: {@code Answers} takes the cells out of the
 * notebook, {@code Journal} knows what an earlier run found, {@code Runner} runs one question and {@code Score} says
 * what it is worth. How one answer goes through the two processes is drawn in {@link kontrast.grader.worker}: {@code
 * CompilerPool} keeps compilers, {@code Child} is one worker, {@code Peer} the wire to either, {@code WorkerHome}
 * their command lines, and {@code Bubblewrap} or {@code Contained} the {@code Sandbox} around them, with
 * {@code Limits}. {@code Part} and {@code PartFile} are the share of a class that one machine grades, {@code Merge}
 * puts them together; {@code Autograder} packs all of it for Gradescope. {@code ScoreFiles} writes what comes of it:
 * {@code ClassPage} and {@code StudentPage} for people, {@code Exports}, {@code Gradescope} and {@code JUnitXml} for
 * programs.
 */
package kontrast.grader.grade;

/**
 * The two processes outside the grader's own: one compiles a learner's answer, one runs it.
 *
 * <p>The way of one answer. The grader (package {@code grade}) starts both processes and speaks to each over its
 * standard input and output; the two never speak to each other.
 *
 * <pre>{@code
 *   CompilerMain                     grader                      WorkerMain
 *   compiles, runs nothing           compares, runs nothing      runs one answer
 *   -------------------------        ------------------------    ----------------------
 *   JShellSession             <----  1. Setup: the cells
 *     cuts them into snippets
 *     and compiles each;
 *     RemoteExecution is the
 *     engine that JShell asks
 *     to load and run them    ---->  2. ExecutionRequest  ---->  AnswerClasses
 *                             <----  3. its Result        <----    loads, runs
 *     ... again for each snippet; the last one is
 *     DefinedFunction.bind(a -> f(...))                          DefinedFunction keeps f
 *   ready, or why not         ---->  4.
 *                                    5. Call              ---->  Invoker calls f
 *                                    6. Outcome           <----
 *                                    ... again for each input; Check compares
 * }</pre>
 *
 * <p>Reading order: {@link kontrast.grader.worker.Setup}, {@link kontrast.grader.worker.Call} and {@link
 * kontrast.grader.worker.Outcome} are what is asked and answered; {@link kontrast.grader.worker.Value} and {@link
 * kontrast.grader.worker.Kind} what they are made of. {@code JShellSession} defines the function; {@code
 * RemoteExecution} sends its classes away; {@code AnswerClasses} loads them; {@code Invoker} calls. The two
 * programs are {@link kontrast.grader.worker.CompilerMain} and {@link kontrast.grader.worker.WorkerMain}. {@link
 * kontrast.grader.worker.Frames} has the format on the wire, {@code Bodies} and {@code Wire} write and read it. {@link
 * kontrast.grader.worker.InProcess} does the same in one process, for the course's own code.
 *
 * <p>These classes depend on the JDK and on DJL alone and are packed into a jar of their own. Nothing here knows an
 * expected value, a reference or a seed: learner's code that takes the worker over can still earn points only by
 * sending correct outputs.
 */
package kontrast.grader.worker;

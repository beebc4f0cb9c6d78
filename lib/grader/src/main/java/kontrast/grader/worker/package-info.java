/**
 * What runs in other processes than the judge's: a compiler, which makes classes of a learner's
 * answer with JShell and runs nothing; and for each question a worker, which loads these classes,
 * calls the function with the inputs it is sent, and sends back raw outputs.
 *
 * <p>These classes depend on the JDK and on DJL alone and are packed into a jar of their own.
 * Nothing here knows an expected value, a reference, or a seed: code of a learner that takes this
 * process over can still earn points only by sending correct outputs.
 */
package kontrast.grader.worker;

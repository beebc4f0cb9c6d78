/** The exercise sets: one class a set, one check an exercise. */
package kontrast.grader.exercise;

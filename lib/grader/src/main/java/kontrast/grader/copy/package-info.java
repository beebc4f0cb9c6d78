/** What a learner works on: copies of the course's notebooks, and how a new version of the course reaches them. */
package kontrast.grader.copy;

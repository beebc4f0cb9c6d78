package kontrast.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import kontrast.tensor.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyQueueTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** N keys that say when they came: all numbers of key i are {@code from + i}. */
    private NDArray numbered(int from, int n, int d) {
        return manager.arange((float) from, (float) (from + n)).expandDims(1).mul(manager.ones(new Shape(1, d)));
    }

    private float[] rows(KeyQueue queue) {
        return queue.keys(manager).get(":, 0").toFloatArray();
    }

    @Test
    void startsWithRandomDirectionsThatDependOnTheSeedAlone() {
        try (KeyQueue queue = new KeyQueue(manager, 500, 16, 3);
                KeyQueue same = new KeyQueue(manager, 500, 16, 3);
                KeyQueue other = new KeyQueue(manager, 500, 16, 4)) {
            NDArray keys = queue.keys(manager); // [500, 16]
            for (float length : keys.norm(new int[] {1}).toFloatArray()) {
                assertEquals(1, length, 1e-5);
            }
            // The mean direction of 500 is about 1 / sqrt(500) long.
            assertTrue(keys.mean(new int[] {0}).norm().getFloat() < 3 / Math.sqrt(500));
            assertArrayEquals(keys.toFloatArray(), same.keys(manager).toFloatArray());
            assertFalse(Arrays.equals(keys.toFloatArray(), other.keys(manager).toFloatArray()));
        }
    }

    /** Against a real queue: what is in it is what came last, and p is the oldest. */
    @Test
    void holdsTheLatestKeysOldestFirstFromThePosition() {
        int k = 12;
        try (KeyQueue queue = new KeyQueue(manager, k, 2, 1)) {
            Deque<Float> oracle = new ArrayDeque<>();
            for (float old : rows(queue)) {
                oracle.add(old);
            }
            int came = 100;
            for (int n : new int[] {3, 3, 3, 3, 3, 3, 6, 12, 12, 1, 1, 4, 2, 4}) {
                queue.enqueue(numbered(came, n, 2));
                for (int i = 0; i < n; i++) {
                    oracle.removeFirst();
                    oracle.addLast((float) (came + i));
                }
                came += n;
                float[] ring = rows(queue);
                float[] inOrder = new float[k];
                for (int i = 0; i < k; i++) {
                    inOrder[i] = ring[(queue.position() + i) % k];
                }
                float[] expected = new float[k];
                int i = 0;
                for (float value : oracle) {
                    expected[i++] = value;
                }
                assertArrayEquals(expected, inOrder);
            }
            assertTrue(came > 100 + 2 * k, "the ring went round twice");
        }
    }

    @Test
    void overwritesTheOldestAndNothingElse() {
        try (KeyQueue queue = new KeyQueue(manager, 6, 1, 1)) {
            queue.enqueue(numbered(1, 3, 1));
            queue.enqueue(numbered(4, 3, 1));
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, rows(queue));
            assertEquals(0, queue.position());
            queue.enqueue(numbered(7, 3, 1));
            assertArrayEquals(new float[] {7, 8, 9, 4, 5, 6}, rows(queue));
            assertEquals(3, queue.position());
        }
    }

    /** Logits of a step must not change when the step's own keys are enqueued. */
    @Test
    void keysAreACopyThatBackwardMayRead() {
        try (KeyQueue queue = new KeyQueue(manager, 4, 2, 1)) {
            NDArray before = queue.keys(manager);
            float[] then = before.toFloatArray();
            NDArray q = manager.ones(new Shape(1, 2));
            q.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray score = q.matMul(before.transpose()).sum();
                queue.enqueue(numbered(1, 4, 2));
                collector.backward(score); // PyTorch would object if the queue itself were in it
            }
            assertArrayEquals(then, before.toFloatArray());
            assertEquals(then[0] + then[2] + then[4] + then[6], q.getGradient().getFloat(0, 0), 1e-6);
            assertEquals(1, rows(queue)[0]);
        }
    }

    @Test
    void whatIsEnqueuedIsCopied() {
        try (KeyQueue queue = new KeyQueue(manager, 2, 1, 1)) {
            NDArray keys = numbered(1, 2, 1);
            queue.enqueue(keys);
            keys.addi(10);
            assertArrayEquals(new float[] {1, 2}, rows(queue));
        }
    }

    @Test
    void stateIsTheArraysThemselves() {
        try (KeyQueue queue = new KeyQueue(manager, 4, 1, 1)) {
            queue.enqueue(numbered(1, 2, 1));
            assertEquals(2, queue.state().get("queue.position").getLong(0));
            Transfer.setHostCounter(queue.state().get("queue.position"), 0);
            queue.state().get("queue").set(new NDIndex("..."), numbered(5, 4, 1));
            assertEquals(0, queue.position());
            queue.enqueue(numbered(1, 2, 1));
            assertArrayEquals(new float[] {1, 2, 7, 8}, rows(queue));
        }
    }

    @Test
    void sizesThatDoNotFitAreTold() {
        try (KeyQueue queue = new KeyQueue(manager, 10, 3, 1)) {
            String message = assertThrows(IllegalArgumentException.class, () -> queue.enqueue(numbered(0, 4, 3)))
                    .getMessage();
            assertTrue(message.contains("10 keys") && message.contains("e.g. 8"), message);
            assertThrows(IllegalArgumentException.class, () -> queue.enqueue(numbered(0, 5, 2)));
            assertThrows(IllegalArgumentException.class, () -> queue.enqueue(manager.ones(new Shape(3))));
            assertEquals(0, queue.position());
        }
        try (KeyQueue queue = new KeyQueue(manager, 6, 1, 1)) {
            queue.enqueue(numbered(0, 2, 1));
            queue.enqueue(numbered(0, 2, 1));
            String message = assertThrows(IllegalArgumentException.class, () -> queue.enqueue(numbered(0, 3, 1)))
                    .getMessage();
            assertTrue(message.contains("one size"), message);
        }
        assertThrows(IllegalArgumentException.class, () -> new KeyQueue(manager, 0, 3, 1));
        assertThrows(IllegalArgumentException.class, () -> new KeyQueue(manager, 4, 0, 1));
    }
}

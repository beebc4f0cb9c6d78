"""What a reader of a notebook meets, one test each; see the issue on the kernel."""

import datetime
import os
import pathlib
import tempfile
import time
import unittest
import zipfile

from notebook import DeadKernel, Notebook


class KernelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.notebook = Notebook()

    @classmethod
    def tearDownClass(cls):
        cls.notebook.close()

    def run_cell(self, code, **options):
        return self.notebook.run(code, **options)

    def value(self, code):
        result = self.run_cell(code)
        self.assertEqual("", result.error)
        return result.value

    # ---- values and pictures

    def test_last_expression_is_shown_and_a_semicolon_hides_it(self):
        self.assertEqual("42", self.value("int six = 6;\nsix * 7"))
        self.assertEqual("42", self.value("six * 7 // the answer"))
        self.assertIsNone(self.value("six * 7;"))
        self.assertIsNone(self.value("six * 7; // hidden"))

    def test_display_and_printf_echo_nothing(self):
        for code in ('display("a");', 'display("a")', 'printf("%d", 3);'):
            self.assertIsNone(self.value(code), code)

    def test_html_has_a_short_plain_text(self):
        result = self.run_cell('display("<b>" + "x".repeat(5000) + "</b>", "text/html");')
        data = result.of("display_data")[0]["data"]
        self.assertEqual(5007, len(data["text/html"]))
        self.assertLess(len(data["text/plain"]), 100)

    def test_update_display(self):
        result = self.run_cell(
            'String id = display("one", "text/html"); updateDisplay(id, "<i>two</i>", "text/html");'
        )
        first, second = result.of("display_data")[0], result.of("update_display_data")[0]
        self.assertEqual("<i>two</i>", second["data"]["text/html"])
        self.assertEqual(first["transient"]["display_id"], second["transient"]["display_id"])

    def test_render(self):
        result = self.run_cell('render("<i>x</i>", "text/html")')
        self.assertEqual("<i>x</i>", result.of("execute_result")[0]["data"]["text/html"])

    def test_pictures_arrays_and_objects_of_extensions_show_by_themselves(self):
        result = self.run_cell("new java.awt.image.BufferedImage(4, 3, 1)")
        data = result.of("execute_result")[0]["data"]
        self.assertIn("image/png", data)
        self.assertEqual("picture, 4 x 3", data["text/plain"])
        self.assertEqual("[[1, 2], [3]]", self.value("new int[][] {{1, 2}, {3}}"))
        result = self.run_cell('new kontrast.kernel.Greeting("you")')
        data = result.of("execute_result")[0]["data"]
        self.assertEqual("<b>Hello you</b>", data["text/html"])

    # ---- output and input

    def test_twenty_thousand_lines_all_arrive_in_order(self):
        result = self.run_cell(
            'for (int i = 0; i < 20_000; i++) System.out.println("line " + i);'
        )
        self.assertEqual(
            ["line %d" % i for i in range(20_000)], result.stream().splitlines()
        )

    def test_order_of_text_and_pictures(self):
        result = self.run_cell('System.out.print("a"); display("b"); System.out.print("c");')
        kinds = [
            m["msg_type"] for m in result.messages if m["msg_type"] in ("stream", "display_data")
        ]
        self.assertEqual(["stream", "display_data", "stream"], kinds)

    def test_carriage_return_and_characters_beyond_ascii(self):
        self.assertEqual("1\r2\rü€😀\n", self.run_cell(
            'System.out.print("1\\r2\\r"); System.out.println("ü€😀");').stream())
        self.assertEqual("ü€😀", self.run_cell(
            'for (byte b : "ü€😀".getBytes("UTF-8")) { System.out.write(b); Thread.sleep(40); }\n'
            "System.out.flush();").stream())

    def test_a_thread_prints_after_its_cell(self):
        self.run_cell(
            "new Thread(() -> { try { Thread.sleep(300); } catch (InterruptedException e) { }"
            ' System.out.println("late"); }).start();'
        )
        self.assertIn("late", self.run_cell("Thread.sleep(1500);").stream())

    def test_standard_input(self):
        sent = self.notebook.send(
            'Scanner in = new Scanner(System.in); String a = in.nextLine();\n'
            'System.out.println(a + "/" + in.nextLine());'
        )
        self.assertEqual("Zoë/two words\n", self.notebook.result(
            sent, answers=["Zoë", "two words"]).stream())

    def test_nobody_to_ask(self):
        result = self.run_cell("new Scanner(System.in).nextLine();", allow_stdin=False)
        self.assertIn("does not take input", result.error)

    def test_waiting_for_input_can_be_interrupted(self):
        result, seconds = self.notebook.interrupt_when(
            '{ System.out.println("ask"); new Scanner(System.in).nextLine(); }',
            "ask",
        )
        self.assertIn("Interrupted", result.error)
        self.assertEqual("2", self.value("1 + 1"))

    # ---- Java

    def test_classes_of_one_cell_may_need_each_other(self):
        self.assertEqual("7", self.value(
            "class Hen { Egg egg; }\nclass Egg { Hen hen; int size() { return 7; } }\n"
            "new Egg().size()"))

    def test_a_method_may_be_used_before_it_stands_there(self):
        self.assertEqual("12", self.value(
            "int twice(int n) { return half(4 * n); }\nint half(int n) { return n / 2; }\n"
            "twice(6)"))

    def test_running_a_class_again_keeps_variables(self):
        declaration = "record Point(int x, int y) {}"
        self.run_cell(declaration)
        self.run_cell("var point = new Point(1, 2);")
        self.run_cell(declaration)
        self.assertEqual("Point[x=1, y=2]", self.value("point"))

    def after(self, *cells):
        """The last cell's result, after the others have run without an error."""
        for code in cells[:-1]:
            self.assertEqual("", self.run_cell(code).error, code)
        return self.run_cell(cells[-1])

    def test_an_edited_method_leaves_what_others_hold(self):
        self.assertEqual("1", self.after(
            "int one() { return 1; } var held = one();", "int one() { return 2; }", "held").value)
        self.assertEqual("2", self.value("one()"))

    def test_an_edited_number_leaves_what_was_made_with_it(self):
        self.assertEqual("7", self.after(
            "int many = 10; var array = new int[many];", "array[3] = 7;", "int many = 20;", "array[3]").value)
        self.assertEqual("20", self.value("many"))

    def test_a_function_made_earlier_calls_the_edited_method(self):
        self.assertEqual("3", self.after(
            "int loss(int x) { return x + 1; }\njava.util.function.IntUnaryOperator f = x -> loss(x);",
            "int loss(int x) { return x + 2; }", "f.applyAsInt(1)").value)

    def test_a_trained_object_survives_an_edited_helper(self):
        self.assertEqual("10", self.after(
            "int help(int x) { return x; }", "class Model { int w = 0; int out() { return help(w); } }",
            "Model model = new Model(); model.w = 5;", "int help(int x) { return 2 * x; }", "model.out()").value)
        self.assertEqual("11", self.after(
            "class Model { int w = 0; int out() { return help(w) + 1; } }", "model.out()").value)

    def test_what_cannot_be_kept_is_named_with_its_cell(self):
        made = self.after("class Box { int w = 3; }", "Box box = new Box();")
        result = self.run_cell("class Box { int w = 3; int h = 4; }")
        self.assertIn("box is null now, because Box was declared anew. Run In[%d] again."
                      % made.reply["content"]["execution_count"], result.stream("stderr"))
        # A variable that the same cell makes again needs no word.
        result = self.run_cell("class Box { int w = 3; int d = 4; }\nBox box = new Box();")
        self.assertEqual("", result.stream("stderr"))

    def test_static_state_begins_anew(self):
        self.assertEqual("4", self.after(
            "class Count { static int k = 3; }", "Count.k = 7;", "class Count { static int k = 4; }", "Count.k").value)

    def test_assertions_of_cells_are_on(self):
        self.assertIn("AssertionError: no", self.run_cell('assert 1 > 2 : "no";').error)

    def test_a_text_block_may_contain_anything(self):
        code = 'String block = """\n    %jars nowhere.jar\n    %% "quoted" \\""" { ( //\n    """;\nblock'
        self.assertEqual('%jars nowhere.jar\n%% "quoted" """ { ( //\n', self.value(code))

    def test_a_remainder_may_begin_a_line(self):
        self.assertEqual("2", self.value("int rest = 17\n% 5;\nrest"))

    def test_thread_locals_last_from_cell_to_cell(self):
        self.run_cell("ThreadLocal<String> local = new ThreadLocal<>(); local.set(\"kept\");")
        self.assertEqual("kept", self.value("local.get()"))

    def test_a_timer_thread_does_not_hang_the_cell(self):
        self.assertEqual("1", self.value(
            "Timer timer = new Timer(); timer.schedule(new TimerTask() { public void run() { } },"
            " 1_000_000);\n1"))
        self.run_cell("timer.cancel();")

    def test_code_can_evaluate_code(self):
        self.assertEqual("5", self.value('eval("2 + 3")'))

    # ---- what must not spoil the session

    def test_a_full_heap_is_said_and_can_be_freed(self):
        notebook = Notebook()
        try:
            full = "List<float[]> c = new ArrayList<>();\nwhile (true) c.add(new float[250_000]);"
            try:
                error = notebook.run(full).error
            except DeadKernel:
                return  # a thread of the socket library was first to find no memory: seen, at least
            self.assertIn("OutOfMemoryError", error)
            self.assertEqual("true", notebook.run("c.size() > 10").value)
            self.assertEqual("", notebook.run("c = null;").error)
            freed = notebook.run("new int[20_000_000].length")
            self.assertEqual("20000000", freed.value)
        finally:
            notebook.close()

    def test_a_statement_that_the_compiler_drops_is_an_error(self):
        numbers = ",".join(str(i) for i in range(12_000))
        error = self.run_cell("System.out.println(new int[] {%s}.length);" % numbers).error
        self.assertIn("code too large", error)
        self.assertLess(len(error), 1_000)

    def test_a_constant_too_long_for_a_class_file_is_refused(self):
        error = self.run_cell("display(\"<img src='data:%s'>\", \"text/html\");" % ("x" * 90_000)).error
        self.assertIn("longest has 65,535", error)
        self.assertLess(len(error), 1_000)
        self.assertEqual("2", self.value("1 + 1"))
        self.assertEqual("60000", self.value('"%s".length()' % ("y" * 60_000)))

    def test_an_exception_in_a_thread_is_shown(self):
        result = self.run_cell(
            'var bad = new Thread(() -> { throw new IllegalStateException("in vain"); }); bad.start(); bad.join();')
        self.assertIn("IllegalStateException: in vain", result.stream("stderr"))

    def test_a_closed_or_missing_stream_silences_nobody(self):
        self.after("new PrintWriter(System.out).close();")
        self.assertEqual("here\n", self.run_cell('System.out.println("here");').stream())
        self.after("System.setOut(null);")
        self.assertEqual("there\n", self.run_cell('System.out.println("there");').stream())

    def test_endless_recursion_is_told_in_few_lines(self):
        error = self.run_cell("int deeper(int x) { return deeper(x + 1) + 1; }\ndeeper(0)").error
        self.assertIn("StackOverflowError", error)
        self.assertRegex(error, r"\.\.\. \d+ more calls")
        self.assertLess(len(error.splitlines()), 50)

    # ---- errors

    def test_an_exception_names_cell_line_source_and_every_cause(self):
        first = self.run_cell(
            "int down(int n) {\n    if (n == 0) {\n"
            '        throw new IllegalStateException("too deep", new java.io.IOException("disk",\n'
            '            new RuntimeException("worn out")));\n    }\n    return down(n - 1);\n}'
        )
        cell = first.reply["content"]["execution_count"]
        second = self.run_cell("int ok = 1;\n\ndown(1);")
        lines = second.error.splitlines()
        self.assertEqual("IllegalStateException: too deep", lines[0])
        self.assertEqual("In[%d], line 3" % cell, lines[1])
        self.assertIn("throw new IllegalStateException", lines[2])
        self.assertIn("  at In[%d], line 6 (down)" % cell, lines)
        self.assertIn("  at In[%d], line 3" % (cell + 1), lines)
        self.assertIn("Caused by IOException: disk", lines)
        self.assertIn("Caused by RuntimeException: worn out", lines)
        self.assertEqual("1", self.value("ok"))

    def test_a_compile_error_names_line_and_column(self):
        result = self.run_cell('int before = 1;\n  Strng wrong = "x";')
        cell = result.reply["content"]["execution_count"]
        lines = result.error.splitlines()
        self.assertIn("cannot find symbol", lines[0])
        self.assertIn("In[%d], line 2" % cell, lines)
        marked = lines.index('    2 |   Strng wrong = "x";')
        self.assertEqual("          ^^^^^", lines[marked + 1])

    def test_a_name_missing_in_a_method_is_an_error_of_its_cell(self):
        self.assertIn("missingThing", self.run_cell("int f1() { return missingThing; }").error)

    def test_after_an_error_cells_that_wait_do_not_run(self):
        sent = [self.notebook.send(c) for c in ('Thread.sleep(500); int[] z = {}; z[1]++;', "2", "3")]
        statuses = [self.notebook.reply(i)["content"]["status"] for i in sent]
        self.assertEqual(["error", "aborted", "aborted"], statuses)
        self.assertEqual("4", self.value("4"))

    # ---- interrupts

    def check_interrupt(self, code, patience=6.0):
        self.run_cell("long counted = 0;")
        result, seconds = self.notebook.interrupt_when(code, "go")
        self.assertEqual("error", result.status)
        self.assertIn("Interrupted. What the cell had computed so far is kept", result.error)
        return result, seconds

    def test_interrupt_of_a_tight_loop(self):
        result, _ = self.check_interrupt(
            'long mark = 1;\n{ System.out.println("go"); while (true) counted++; }'
        )
        self.assertIn(", line 2\n", result.error)
        first = int(self.value("counted"))
        self.assertGreater(first, 0)
        time.sleep(0.3)
        self.assertEqual(first, int(self.value("counted")), "the loop still runs")
        self.assertEqual("1", self.value("mark"))

    def test_interrupt_of_loops_that_print_sleep_or_swallow(self):
        for body in (
            'while (true) System.out.println("x");',
            "Thread.sleep(1_000_000);",
            "for (;;) { try { Thread.sleep(5); } catch (InterruptedException e) { } }",
            "for (;;) { try { counted += Math.floorMod(counted, 7); } catch (Exception e) { } }",
        ):
            with self.subTest(body):
                self.check_interrupt('{ System.out.println("go");\n' + body + " }")
                self.assertEqual("2", self.value("1 + 1"))

    def test_an_interrupt_of_nothing_does_nothing(self):
        self.notebook.manager.interrupt_kernel()
        time.sleep(0.3)
        self.assertEqual("2", self.value("Thread.sleep(100); 1 + 1"))

    def test_the_library_may_finish_its_step_and_say_so(self):
        result, _ = self.check_interrupt(
            "String saved = kontrast.patient.Training.run();"
        )
        self.assertIn("stopped after step", result.stream())
        self.assertRegex(self.value("saved"), "checkpoint of step [0-9]+")

    # ---- help

    def complete(self, code):
        return self.notebook.reply(self.notebook.client.complete(code))["content"]

    def test_completion(self):
        content = self.complete('String text = "";\ntext.substr')
        self.assertEqual(["substring("], content["matches"])
        self.assertEqual((23, 29), (content["cursor_start"], content["cursor_end"]))
        self.assertEqual(["unrunValue"], self.complete("int unrunValue = 3;\nunr")["matches"])
        self.assertEqual(["maven", "mavenRepo"], self.complete("%mav")["matches"])
        self.assertEqual(["length()"], self.complete('"😀😀".lengt')["matches"])
        self.assertEqual(5, self.complete('"😀😀".lengt')["cursor_start"])

    def test_inspection_with_javadoc(self):
        request = self.notebook.client.inspect("display(1)", cursor_pos=3)
        content = self.notebook.reply(request)["content"]
        self.assertTrue(content["found"])
        text = content["data"]["text/plain"]
        self.assertIn("display(Object shown)", text)
        self.assertIn("Shows an object.", text)

    # ---- magics

    def test_maven_and_tables(self):
        if not pathlib.Path.home().joinpath(".m2/repository/tech/tablesaw").exists():
            self.skipTest("needs the network, or Tablesaw in the local Maven repository")
        result = self.run_cell(
            "%maven tech.tablesaw:tablesaw-core:0.44.4\n"
            "import tech.tablesaw.api.*;\n"
            'Table.create("marks", IntColumn.create("mark", 1, 2), StringColumn.create("who", "<a>", "b"))'
        )
        self.assertEqual("", result.error)
        data = result.of("execute_result")[0]["data"]
        self.assertIn("<td>&lt;a&gt;</td>", data["text/html"])
        self.assertIn("mark", data["text/plain"])

    def test_maven_says_what_it_cannot_find(self):
        self.assertIn("not Maven coordinates: nonsense", self.run_cell("%maven nonsense").error)

    def test_a_piece_of_a_pom(self):
        self.assertIn("no <dependency> in it", self.run_cell("%%loadFromPOM\n<dependencies></dependencies>").error)
        self.assertIn("not a piece of a POM", self.run_cell("%%loadFromPOM\n<dependency>").error)

    def test_jars_of_a_folder(self):
        with tempfile.TemporaryDirectory(prefix="with space") as folder:
            self.assertIn("nothing there", self.run_cell('%%jars "%s"' % folder).error)
            with zipfile.ZipFile(os.path.join(folder, "some.jar"), "w") as jar:
                jar.writestr("greeting.txt", "hello")
            self.assertEqual("", self.run_cell('%%jars "%s"' % folder).error)
            self.assertEqual("true", self.value(
                'Thread.currentThread().getContextClassLoader().getResource("greeting.txt") != null'))

    def test_a_second_version_of_a_library_is_not_added_in_silence(self):
        with tempfile.TemporaryDirectory() as folder:
            for version in ("1.0", "1.1"):
                with zipfile.ZipFile(os.path.join(folder, "greetings-%s.jar" % version), "w") as jar:
                    jar.writestr("greetings.txt", version)
            path = os.path.join(folder, "greetings-%s.jar")
            self.assertEqual("", self.run_cell('%jars ' + path % "1.0").stream("stderr"))
            self.assertEqual("", self.run_cell('%jars ' + path % "1.0").stream("stderr"))
            self.assertEqual(
                "greetings 1.1 was not added: 1.0 of it is loaded already, and a kernel has one version of a"
                " library.\n",
                self.run_cell('%jars ' + path % "1.1").stream("stderr"))

    def test_dates_are_told_to_the_second(self):
        # Jupyter's client makes a date of what it can read.
        result = self.run_cell('System.out.println("now"); 1')
        for message in result.messages + [result.reply]:
            self.assertIsInstance(message["header"]["date"], datetime.datetime, message["msg_type"])

    def test_a_comment_or_a_byte_order_mark_may_stand_above_a_magic(self):
        for before in ("// how long?\n", "/* how\n long? */\n\n", "\ufeff"):
            result = self.run_cell(before + "%%time\n40 + 2")
            self.assertEqual("42", result.value, result.error)

    def test_load_and_time(self):
        with tempfile.TemporaryDirectory(prefix="with space") as folder:
            path = os.path.join(folder, "code.jsh")
            with open(path, "w") as file:
                file.write("int loaded = 11;\nint bad() { throw new RuntimeException(); }")
            self.assertEqual("11", self.value('%%load "%s"\nloaded' % path))
        result = self.run_cell("%time Thread.sleep(20);")
        self.assertRegex(result.stream(), r"Time: \d+\.\d+ s")
        result = self.run_cell("%%time\nint timed = 4;\ntimed")
        self.assertEqual("4", result.value)

    def test_unknown_magic(self):
        self.assertIn("there is no magic %nothing", self.run_cell("%nothing here").error)


if __name__ == "__main__":
    unittest.main(verbosity=2)

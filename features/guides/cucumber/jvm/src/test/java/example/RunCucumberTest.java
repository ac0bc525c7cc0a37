package example;

import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What Maven and editors start. */
@Suite
@IncludeEngines("cucumber")
@SelectPackages("example")
class RunCucumberTest {}

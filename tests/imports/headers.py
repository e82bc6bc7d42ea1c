"""Header lines of files that other systems give out, and what each column is meant to be.

`Title>title` becomes that field, `State?` is left and named, and a bare column is known to mean nothing.
"""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Header:
    system: str
    kind: str
    line: str
    preset: str = ""

    def __str__(self) -> str:
        return f"{self.kind}-{self.system}"

    @property
    def parts(self) -> list[list[str]]:
        return [part.strip().removesuffix("?").split(">") for part in self.line.split(",")]

    @property
    def columns(self) -> list[str]:
        return [column for column, *_fields in self.parts]

    @property
    def unused(self) -> list[str]:
        return [part.strip()[:-1] for part in self.line.split(",") if part.strip().endswith("?")]

    @property
    def expected(self) -> dict[str, str]:
        """The columns of each field, as `--map` takes them."""
        found = defaultdict(list)
        for column, *fields in self.parts:
            for field in fields:
                found[field].append(column)
        return {field: "+".join(columns) for field, columns in found.items()}


PEOPLE = [
    Header(
        "Get-ADUser",
        "people",
        "EmployeeID>employee_id, Department>department, DistinguishedName, Enabled>enabled, GivenName>given_name,"
        "mail>email, Manager>manager, Name>name, ObjectClass, ObjectGUID, OfficePhone, SamAccountName>account, SID, sn?,"
        "Surname>family_name, Title>title, UserPrincipalName?",
        "Active Directory",
    ),
    Header(
        "Entra by script",
        "people",
        "MFAEnabled, License, UserPrincipalName>account, AccountEnabled>enabled, GivenName>given_name,"
        "Surname>family_name, MailNickName?, Manager>manager, JobTitle>title, Department>department, Mobile, Telephone,"
        "Office, StreetAddress, City, Country, State?, PostCode, UsageLocation, ShowInAddressList",
        "Microsoft Entra",
    ),
    Header(
        "Entra, downloaded",
        "people",
        "userPrincipalName>account, displayName>name, surname>family_name, mail>email, givenName>given_name, objectId,"
        "userType, jobTitle>title, department>department, accountEnabled>enabled, usageLocation, streetAddress, state?,"
        "country, physicalDeliveryOfficeName, city, postalCode, telephoneNumber, mobilePhone, alternateEmailAddress,"
        "ageGroup, consentProvidedForMinor, legalAgeGroupClassification, companyName, creationType, directorySynced,"
        "invitationState, identityIssuer",
        "Microsoft Entra",
    ),
    Header(
        "Google, shortened",
        "people",
        "First Name [Required]>given_name, Last Name [Required]>family_name, Email Address [Required]>email,"
        "Status>status",
    ),
    Header(
        "Google, downloaded",
        "people",
        "First Name [Required]>given_name, Last Name [Required]>family_name, Email Address [Required]>email,"
        "Password [Required], Password Hash Function [UPLOAD ONLY], Org Unit Path [Required]>department_path,"
        "New Primary Email [UPLOAD ONLY], Status [READ ONLY]>status, Last Sign In [READ ONLY], Recovery Email,"
        "Home Secondary Email, Work Secondary Email, Work Phone, Home Phone, Mobile Phone, Work Address, Home Address,"
        "Employee ID>employee_id, Employee Type, Employee Title>title, Manager Email>manager, Department>department,"
        "Cost Center, Building ID, Floor Name, Floor Section, Change Password at Next Sign-In",
        "Google Workspace",
    ),
    Header(
        "Okta",
        "people",
        "id?, status>status, created?, lastLogin, profile.login>account, profile.email>email,"
        "profile.firstName>given_name, profile.lastName>family_name, profile.employeeNumber>employee_id,"
        "profile.title>title, profile.department>department, profile.manager>manager",
        "Okta",
    ),
    Header(
        "SCIM",
        "people",
        "schemas, id?, externalId?, userName>account, name.formatted>name, name.givenName>given_name,"
        "name.familyName>family_name, active>enabled, emails>email, title>title, locale>locale, timezone>time_zone,"
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.employeeNumber>employee_id,"
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department>department, meta.resourceType",
        "SCIM",
    ),
    Header(
        "Workday",
        "people",
        "Employee ID>employee_id, Worker>name, Legal First Name>given_name, Legal Last Name>family_name,"
        "Email - Work>email, Business Title>title, Supervisory Organization>department, Cost Center, Location,"
        "Active Status>enabled, Hire Date, Termination Date>left_on, Manager>manager, Worker Type",
        "Workday",
    ),
    Header(
        "BambooHR",
        "people",
        "Employee #>employee_id, First Name>given_name, Middle Name>middle_name, Last Name>family_name,"
        "Job Title>title, Department>department, Location, Work Email>email, Home Email, Status>status, Hire Date,"
        "Termination Date>left_on, Reporting To>manager",
        "BambooHR",
    ),
    Header(
        "Personio, German",
        "people",
        "Personalnummer>employee_id, Vorname>given_name, Nachname>family_name, E-Mail>email, Status>status,"
        "Position>title, Abteilung>department, Vorgesetzter>manager, Eintrittsdatum, Austrittsdatum>left_on,"
        "Letzter Arbeitstag?",
    ),
    Header(
        "SuccessFactors",
        "people",
        "STATUS>status, USERID?, USERNAME>account, FIRSTNAME>given_name, LASTNAME>family_name, MI>middle_name, GENDER,"
        "EMAIL>email, MANAGER>manager, HR, DEPARTMENT>department, JOBCODE, TIMEZONE>time_zone, HIREDATE,"
        "EMPID>employee_id, TITLE>title, BIZ_PHONE, FAX, ADDR1, ADDR2, CITY, ZIP, COUNTRY, CUSTOM01, CUSTOM02,"
        "MATRIX_MANAGER, DEFAULT_LOCALE>locale, PROXY, CUSTOM_MANAGER, SECOND_MANAGER, LOGIN_METHOD",
        "SAP SuccessFactors",
    ),
]
PEOPLE += [
    Header(
        "钉钉",
        "people",
        "员工UserID>account, 姓名>name, 手机号, 部门>department, 职位>title, 工号>employee_id, 邮箱>email, 直属主管>manager, 办公地点, 入职时间",
        "钉钉",
    ),
    Header(
        "飞书",
        "people",
        "姓名>name, 手机号码, 工作邮箱>email, 部门>department, 直属上级>manager, 工号>employee_id, 职务>title, 人员类型, 工作城市, 入职日期, 员工状态>status",
    ),
    Header(
        "企业微信",
        "people",
        "姓名>name, 帐号>account, 别名, 职务>title, 部门>department, 性别, 手机, 座机, 个人邮箱, 企业邮箱>email, 激活状态, 禁用状态>status",
        "企业微信",
    ),
    Header("metro, Chinese", "people", "序号, 姓名>name, 员工工号>employee_id, 性别, 车间>department, 岗位>title"),
    Header(
        "HR, Chinese",
        "people",
        "姓名>name, 英文名, 员工状态>status, 部门>department, 职位>title, 职务?, 职级, 工号>employee_id, 证件类型, 证件号, 手机号码,"
        "合同类型, 员工类型, 入职日期, 合同公司, 性别, 出生日期, 工作地点, 联系地址, 司龄, 年龄, 是否为BP, 岗位分类, 绩效分值, 月度薪酬,"
        "月度职级, 人才盘点最终结果, 盈亏状况, 当前合同开始日, 当前合同结束日, 工作邮箱>email, 工作电话, 试用期到期日, 试用期(月), 转正日期,"
        "试用期状态, 合同签署情况, 证件姓名, 民族, 户口类型, 户口所在地, 籍贯, 居住住址, 最高学历, 政治面貌, 婚姻状况, 紧急联系人姓名,"
        "紧急联系人电话, 微信, 个人邮箱, 离职日期>left_on, 离职类型, 离职原因, 最后工作日期?, 计薪截止日期, 离职首要原因, 原因说明,"
        "工资卡开户银行1, 工资卡分支行1, 工资卡银行账号1, 工资卡开户名1, 工资卡开户银行2, 工资卡分支行2, 工资卡银行账号2, 工资卡开户名2,"
        "社保方案名称, 社保缴纳地区, 社保缴纳组织, 社保账号, 社保申报基数, 社保起始缴纳月, 社保最后缴纳月, 公积金方案名称, 公积金缴纳地区,"
        "公积金缴纳组织, 公积金账号, 补充公积金账号, 公积金申报基数, 公积金起始缴纳月, 公积金最后缴纳月, 纳税地区, 个税扣缴义务人, 纳税人身份,"
        "当年已免税额",
    ),
    Header(
        "HR, traditional Chinese",
        "people",
        "員工編號>employee_id, 姓名>name, 部門名稱>department, 職稱>title, 電子郵件>email, 到職日, 離職日>left_on, 在職狀態>status",
    ),
    Header(
        "HR, Japanese",
        "people",
        "社員ID>employee_id, 姓>family_name, セイ, family_name?, 名>given_name, メイ, first_name?, 性別, 住所, 生年月日, 所属課>department",
        "A 名 beside a 姓",
    ),
    Header(
        "HR, Korean",
        "people",
        "사번>employee_id, 이름>name, 이메일>email, 부서명>department, 직위>title, 입사일, 재직상태>status",
    ),
    Header(
        "HR, Korean, apart",
        "people",
        "사번>employee_id, 성>family_name, 이름>given_name, 부서>department",
        "A 이름 beside a 성",
    ),
    Header(
        "HR, Thai",
        "people",
        "ลำดับ, รหัสพนักงาน>employee_id, คำนำหน้า, ชื่อ>given_name, นามสกุล>family_name, ชื่อเล่น, ตำแหน่ง>title, ฝ่าย>department, อีเมล>email, วันที่ลาออก>left_on",
        "A ชื่อ beside a นามสกุล",
    ),
    Header(
        "HR, Thai, together",
        "people",
        "รหัสพนักงาน>employee_id, ชื่อ-สกุล>name, ตำแหน่งงาน>title, แผนก>department, สถานะพนักงาน>status",
    ),
    Header(
        "HR, German",
        "people",
        "PERS_NR>employee_id, VORNAME>given_name, NACHNAME>family_name, GESCHLECHT, GEHALT, PROVFAKTOR, ABT_NR>department,"
        "GEBDAT, VORG_NR>manager",
    ),
    Header(
        "HR, German, two",
        "people",
        "Vorname>given_name, Name>family_name, Abteilung>department",
        "A Vorname beside a Name",
    ),
    Header(
        "HR, German, three",
        "people",
        "Name>name, Vorname>given_name, Nachname>family_name, E-Mail-Adresse>email",
        "A Vorname beside a Nachname and a Name",
    ),
    Header(
        "HR, French",
        "people",
        "Matricule>employee_id, Nom>family_name, Prénom>given_name, Courriel>email, Service>department, Poste>title,"
        "Date d'embauche, Date de sortie>left_on",
        "A Prénom beside a Nom",
    ),
    Header("HR, French, together", "people", "Matricule>employee_id, Nom>name, Adresse e-mail>email, Fonction>title"),
    Header(
        "HR, Spanish",
        "people",
        "Legajo>employee_id, Nombre>given_name, Apellidos>family_name, Correo electrónico>email, Puesto>title,"
        "Departamento>department, Fecha de baja>left_on",
        "A Nombre beside Apellidos",
    ),
    Header(
        "HR, Spanish, one",
        "people",
        "Nombre>given_name, Apellido>family_name, Correo>email",
        "A Nombre beside an Apellido",
    ),
    Header(
        "HR, Portuguese, Brazil",
        "people",
        "Matrícula>employee_id, Nome>given_name, Sobrenome>family_name, E-mail corporativo>email, Cargo>title,"
        "Setor>department, Data de desligamento>left_on",
        "A Nome beside a Sobrenome",
    ),
    Header(
        "HR, Portuguese", "people", "Nome>given_name, Apelido>family_name, Função>title", "A Nome beside an Apelido"
    ),
    Header(
        "HR, Vietnamese",
        "people",
        "STT, Mã nhân viên>employee_id, Họ và tên>name, Phòng ban>department, Chức vụ>title, Email>email, Ngày nghỉ việc>left_on",
    ),
    Header(
        "HR, Vietnamese, apart",
        "people",
        "Mã NV>employee_id, Họ>family_name, Tên đệm>middle_name, Tên>given_name",
        "A Tên beside a Họ",
    ),
    Header(
        "sample of 1000",
        "people",
        "EEID>employee_id, Full Name>name, Job Title>title, Department>department, Business Unit?, Gender, Ethnicity, Age,"
        "Hire Date, Annual Salary, Bonus %?, Country, City, Exit Date>left_on",
    ),
    Header(
        "a doctor's title",
        "people",
        "Title?, First Name>given_name, Last Name>family_name, Job Title>title, Email>email",
        "A title beside a job title",
    ),
    Header("a title and a position", "people", "Title?, Full Name>name, Position>title", "A title beside a position"),
]
DEPARTMENTS = [
    Header(
        "HR, Chinese",
        "departments",
        "所属公司, 1级部门>levels, 2级部门>levels, 组织类别, 部门负责人姓名?, 部门负责人手机号, 部门负责人工号>lead, 部门负责人证件号, 直属编制,"
        "部门编码>code, 门店编号, 在职(直属/总共), 编制(直属/总共), 兼任人数, 简称, 是否虚拟组织, 工作地点, 成本中心, 组织属性, 设立日期, 生效日期,"
        "组织描述>purpose, 备注?, 状态?",
    ),
    Header(
        "SuccessFactors",
        "departments",
        "externalCode>code, Name>name, Parent Department>parent, Head of Department>lead, Description>purpose, Cost Center",
    ),
    Header("钉钉", "departments", "部门ID>code, 部门名称>name, 上级部门ID>parent, 部门主管>lead"),
    Header(
        "Thai",
        "departments",
        "รหัสแผนก>code, ชื่อแผนก>name, ต้นสังกัด>parent, หัวหน้าแผนก>lead, เวลาทำการ>hours, ติดต่อ>contacts",
    ),
    Header(
        "German",
        "departments",
        "Kürzel>code, Abteilung>name, Übergeordnete Abteilung>parent, Abteilungsleitung>lead, Aufgaben>purpose",
    ),
    Header("Japanese", "departments", "部署コード>code, 部署名>name, 上位部署>parent, 責任者>lead, 業務内容>purpose"),
]
IDEAS = [
    Header(
        "Jira",
        "ideas",
        "Summary>title, Issue key>id, Issue id?, Issue Type>category, Status>status, Project key, Project name, Project type,"
        "Project lead, Project lead id, Project description, Priority, Resolution, Assignee, Assignee Id, Reporter>author,"
        "Reporter Id, Creator?, Creator Id, Created>created_at, Updated>updated_at, Last Viewed, Resolved, Due date,"
        "Votes>votes, Description>body, Environment, Watchers, Watchers 2, Watchers 3, Watchers Id, Watchers Id 2,"
        "Original estimate, Remaining Estimate, Time Spent, Work Ratio, Σ Original Estimate, Σ Remaining Estimate,"
        "Σ Time Spent, Security Level, Attachment, Custom field (Development), Custom field (Issue color),"
        "Custom field (Rank), Sprint, Custom field (Start date), Custom field (Story Points),"
        "Custom field (Story point estimate), Custom field (Team), Custom field (Vulnerability), Comment>comments,"
        "Comment 2>comments, Comment 3>comments, Status Category, Status Category Changed",
        "Jira",
    ),
    Header(
        "Jira, JSON",
        "ideas",
        "expand, id?, self, key>id, fields.summary>title, fields.description>body, fields.created>created_at,"
        "fields.updated>updated_at, fields.status.name>status, fields.reporter.displayName>author,"
        "fields.reporter.emailAddress>author_email, fields.votes.votes>votes, fields.labels>tags,"
        "fields.issuetype.name>category, fields.comment.comments>comments, fields.creator.displayName?",
        "Jira (JSON)",
    ),
    Header(
        "GitHub, JSON",
        "ideas",
        "url>id, repository_url, labels_url, comments_url, events_url, html_url>link, id?, node_id, number?, title>title,"
        "user.login>author, user.id?, user.node_id, user.avatar_url, labels>tags, state>status, locked, assignee, assignees,"
        "milestone, comments>comment_count, created_at>created_at, updated_at>updated_at, closed_at, author_association,"
        "active_lock_reason, body>body, reactions.url, reactions.total_count, reactions.+1>votes, reactions.-1,"
        "reactions.laugh, timeline_url, performed_via_github_app, state_reason",
        "GitHub",
    ),
    Header(
        "GitHub, gh",
        "ideas",
        "author.id, author.is_bot, author.login>author, body>body, comments>comments, createdAt>created_at, id?, labels>tags,"
        "number?, state>status, title>title, updatedAt>updated_at, url>id>link",
        "GitHub (gh)",
    ),
    Header(
        "GitHub, many projects",
        "ideas",
        "project_name, framework, issue_id?, issue_title>title, issue_type>category, state>status, created_at>created_at,"
        "closed_at, time_to_close_days, labels>tags, comments>comment_count, url>id>link",
        "GitHub (CSV)",
    ),
    Header(
        "issues by a program",
        "ideas",
        "number>id, title>title, body>body, state>status, comments>comment_count, created_at>created_at, closed_at",
        "A count of comments beside a day of closing",
    ),
    Header(
        "Zendesk tickets",
        "ideas",
        "ID>id, Requester>author, Requester id, Requester external id, Requester email>author_email, Requester domain,"
        "Submitter?, Assignee, Group?, Subject>title, Tags>tags, Status>status, Priority, Via, Ticket type>category,"
        "Created at>created_at, Updated at>updated_at, Assigned at, Organization>department, Due date, Solved at,"
        "Satisfaction Score, Reopens, Replies",
        "Zendesk tickets",
    ),
    Header(
        "Zendesk community",
        "ideas",
        "id>id, title>title, details>body, author_id, vote_sum>votes, vote_count?, comment_count>comment_count,"
        "follower_count, topic_id?, html_url>link, created_at>created_at, updated_at>updated_at, url?, featured, pinned,"
        "closed, status>status",
        "Zendesk community",
    ),
    Header(
        "UserVoice",
        "ideas",
        "id>id, title>title, body>body, body_mime_type, state>status, approval_status, comments_count>comment_count,"
        "supporters_count>votes, votes_count?, created_at>created_at, updated_at>updated_at, closed_at, channel,"
        "portal_url>link, admin_url, first_support_at",
        "UserVoice",
    ),
    Header(
        "Canny",
        "ideas",
        "id>id, title>title, details>body, author.name>author, author.email>author_email, board.name>category,"
        "category.name?, commentCount>comment_count, created>created_at, eta, imageURLs, owner.name, score>votes,"
        "status>status, statusChangedAt, tags>tags, url>link",
        "Canny",
    ),
    Header(
        "Fider",
        "ideas",
        "number>id, title>title, description>body, created_at>created_at, created_by>author, votes_count>votes,"
        "comments_count>comment_count, status>status, responded_by>answered_by, responded_at>answered_at,"
        "response>answer, original_number, original_title, tags>tags",
        "Fider",
    ),
    Header(
        "Quackback",
        "ideas",
        "title>title, content>body, board>category, status>status, tags>tags, author_name>author,"
        "author_email>author_email, vote_count>votes, created_at>created_at",
    ),
    Header(
        "Featurebase",
        "ideas",
        "ID>id, Title>title, Content>body, Status>status, Upvotes>votes, User Name>author, User Email>author_email,"
        "Created At>created_at",
    ),
    Header(
        "Discourse",
        "ideas",
        "id>id, title>title, fancy_title, slug, posts_count, reply_count>comment_count, highest_post_number,"
        "created_at>created_at, last_posted_at, bumped, bumped_at, archetype, pinned, visible, closed, archived?, tags>tags,"
        "views, like_count>votes, has_summary, last_poster_username, category_id, excerpt>in_short",
        "Discourse",
    ),
    Header(
        "Decidim",
        "ideas",
        "id>id, author/id, author/name>author, author/url, category/id, category/name/en>category, scope/id, scope/name/en,"
        "participatory_space/id, participatory_space/url, component/id, title/en>title, body/en>body, address, latitude,"
        "longitude, state>status, reference?, answer/en>answer, answered_at>answered_at, supports>votes,"
        "endorsements/total_count?, endorsements/user_endorsements, comments>comment_count, attachments, followers,"
        "published_at>created_at, url>link, meeting_urls, related_proposals, is_amend, original_proposal/title,"
        "original_proposal/url",
        "Decidim",
    ),
    Header(
        "Consul",
        "ideas",
        "id>id, title>title, description>body, summary>in_short, cached_votes_up>votes, comments_count>comment_count, hot_score,"
        "confidence_score, created_at>created_at, geozone_id, retired_at, video_url",
        "Consul",
    ),
]
IDEAS += [
    Header(
        "Cap Collectif",
        "ideas",
        "contribution_type>row_kind, proposal_id>id, proposal_reference, proposal_title>title,"
        "proposal_votes_totalCount>votes, proposal_createdAt>created_at, proposal_publishedAt,"
        "proposal_updatedAt>updated_at, proposal_publicationStatus, proposal_trashedAt, proposal_trashedReason,"
        "proposal_link>link, proposal_author_id, proposal_author_username>author, proposal_author_isEmailConfirmed,"
        "proposal_author_email>author_email, proposal_author_userType_id, proposal_author_userType_name,"
        "proposal_status_name>status, proposal_estimation, proposal_category_name>category, proposal_theme_title>tags,"
        "proposal_formattedAddress, proposal_district_name, proposal_illustration, proposal_summary>in_short,"
        "proposal_description>body, proposal_comments_id?, proposal_comments_body>comments, proposal_comments_parent?,"
        "proposal_comments_createdAt?",
        "Cap Collectif",
    ),
    Header(
        "Cap Collectif, older",
        "ideas",
        "name>title, author>author, district_name, address, collect_status>status, estimation, category>category, summary?,"
        "body>body, Adresse, Résumé>in_short, Objectif?",
        "A name beside an author and a body",
    ),
    Header(
        "IdeaScale",
        "ideas",
        "Idea Number>id, Idea Title>title, Idea Description>body, Idea Submitter>author, Submitter Email>author_email,"
        "Idea Submission Date>created_at, Campaign>category, Stage>status, Idea Up Votes>votes,"
        "Idea Down Votes>votes_against, # of Comments>comment_count, Tags>tags, Idea Owner",
        "IdeaScale",
    ),
    Header(
        "IdeaScale, JSON",
        "ideas",
        "id>id, title>title, text>body, campaignId?, campaignName>category, creationDateTime>created_at,"
        "editedDateTime>updated_at, url>link, voteCount?, tags>tags, status>status, authorInfo.name>author,"
        "authorInfo.email>author_email, commentCount>comment_count, upVoteCount>votes, downVoteCount>votes_against",
        "IdeaScale (JSON)",
    ),
    Header(
        "IdeaScale, opengov",
        "ideas",
        "id>id, title>title, idea>body, author>author, votes?, votes_for>votes, votes_against>votes_against,"
        "comment_count>comment_count, link>link",
        "A sum beside votes for and against",
    ),
    Header(
        "A sum, and both sides",
        "ideas",
        "Title>title, Net Votes>net_votes, Up Votes>votes, Down Votes>votes_against",
    ),
    Header(
        "A sum that is called votes",
        "ideas",
        "title>title, votes?, upvotes>votes, downvotes>votes_against",
        "A sum beside upvotes and downvotes",
    ),
    Header(
        "A sum of likes and dislikes",
        "ideas",
        "title>title, votes?, likes>votes, dislikes>votes_against",
        "A sum beside likes and dislikes",
    ),
    Header(
        "Traffy Fondue",
        "ideas",
        "ticket_id>id, type>tags, organization>department, comment>body, photo, photo_after, coords, address, subdistrict,"
        "district, province, timestamp>created_at, state>status, star, count_reopen, last_activity>updated_at",
        "Traffy Fondue",
    ),
    Header(
        "Aha!",
        "ideas",
        "Idea reference #>id, Idea name>title, Idea description>body, Idea status>status, Idea votes>votes,"
        "Idea created at>created_at, Created by idea user>author, Idea categories>category, Idea tags>tags,"
        "Idea admin response>answer, Idea URL>link, Idea score",
        "Aha!",
    ),
    Header(
        "Aha!, JSON",
        "ideas",
        "id?, reference_num>id, name>title, created_at>created_at, updated_at>updated_at, votes>votes,"
        "workflow_status.name>status, description.body>body, created_by_idea_user.name>author,"
        "created_by_idea_user.email>author_email, categories>category, url>link, endorsements_count?",
        "Aha! (JSON)",
    ),
    Header(
        "Productboard",
        "ideas",
        "Note title>title, Note text>body, User email>author_email, Tags>tags, Created at>created_at, displayUrl>link",
    ),
    Header(
        "Nolt",
        "ideas",
        "Title>title, Description>body, Status>status, Votes>votes, Comments count>comment_count, Author name>author, Created>created_at, Link>link",
    ),
    Header(
        "mayor's mailbox, Chinese",
        "ideas",
        "留言编号>id, 留言用户>author, 留言主题>title, 留言时间>created_at, 留言详情>body, 答复意见>answer, 答复时间>answered_at",
    ),
    Header(
        "Chinese",
        "ideas",
        "编号>id, 标题>title, 建议内容>body, 提出人>author, 工号>author_employee_id, 部门>department, 支持数>votes, 提出时间>created_at, 状态>status, 分类>category",
    ),
    Header(
        "traditional Chinese",
        "ideas",
        "編號>id, 標題>title, 內容>body, 提案人>author, 部門>department, 票數>votes, 日期>created_at, 狀態>status, 回覆>answer",
    ),
    Header(
        "Thai",
        "ideas",
        "เลขที่>id, หัวข้อ>title, รายละเอียด>body, ผู้เสนอ>author, หน่วยงาน>department, วันที่เสนอ>created_at, สถานะ>status, จำนวนโหวต>votes, คำตอบ>answer, วันที่ตอบ>answered_at",
    ),
    Header(
        "Japanese",
        "ideas",
        "管理番号>id, 件名>title, 本文>body, 投稿者>author, 担当部署>department, 投稿日時>created_at, ステータス>status, 賛成数>votes, 回答>answer",
    ),
    Header(
        "Korean",
        "ideas",
        "제안번호>id, 제목>title, 내용>body, 작성자>author, 담당부서>department, 작성일>created_at, 진행상태>status, 추천수>votes, 답변>answer",
    ),
    Header(
        "German",
        "ideas",
        "Nummer>id, Titel>title, Beschreibung>body, Eingereicht von>author, Abteilung>department, Eingereicht am>created_at, Status>status, Stimmen>votes, Antwort>answer",
    ),
    Header(
        "French",
        "ideas",
        "Numéro>id, Titre>title, Contenu>body, Auteur>author, Service>department, Date de dépôt>created_at, Statut>status, Soutiens>votes, Réponse>answer",
    ),
    Header(
        "Spanish, Chile",
        "ideas",
        "id>id, title>title, descripción>body, slug, proposer>author, created>created_at, clasification>category, nro_supports>votes",
    ),
    Header(
        "Portuguese",
        "ideas",
        "Título>title, Descrição>body, Autor>author, Setor>department, Criado em>created_at, Situação>status, Apoios>votes, Resposta>answer",
    ),
    Header(
        "Vietnamese",
        "ideas",
        "Mã số>id, Tiêu đề>title, Nội dung>body, Người gửi>author, Phòng ban>department, Ngày tạo>created_at, Trạng thái>status, Số phiếu>votes",
    ),
    Header(
        "university, Vietnam",
        "ideas",
        "Title>title, Content>body, Created Date>created_at, Closed Date, Category>category, User>author, Viewed By,"
        "Liked By>votes, Disliked By>votes_against, Is Anonymous",
        "A count of who likes it",
    ),
    Header("help desk", "ideas", "Client>author, Ticket Number>id, Issue Type>category, Description>body"),
    Header(
        "suggestion box",
        "ideas",
        "Name>author, Email>author_email, Title>title, Message>body, Date>created_at",
        "A name beside an email",
    ),
    Header(
        "a name for title",
        "ideas",
        "Name>title, Author>author, Email>author_email, Details>body",
        "A name beside an author and an email",
    ),
    Header(
        "a name that is voted for",
        "ideas",
        "ID>id, Name>title, Body>body, Votes>votes, Category>category",
        "A name beside a body and votes",
    ),
    Header(
        "a name beside a title that is voted for",
        "ideas",
        "Title>title, Name>author, Body>body, Votes>votes",
        "A title beside a name, a body and votes",
    ),
    Header("no more than a name", "ideas", "Name?, Body>body, Date>created_at"),
    Header(
        "a summary for title",
        "ideas",
        "Bug ID>id, Summary>title, Description>body, Opened by>author",
        "A summary beside a description",
    ),
    Header(
        "title and summary",
        "ideas",
        "Title>title, Summary>in_short, Description>body",
        "A title beside a summary and a description",
    ),
    Header(
        "an idea for title",
        "ideas",
        "Idea>title, Description>body, Submitted by>author",
        "A single idea beside a description",
    ),
    Header(
        "a suggestion for title", "ideas", "Suggestion>title, Description>body", "A suggestion beside a description"
    ),
    Header("a proposal for title", "ideas", "Proposal>title, Description>body", "A proposal beside a description"),
    Header("two texts", "ideas", "Title>title, Idea?, Description>body", "A title beside an idea and a description"),
]
COMMENTS = [
    Header(
        "Cap Collectif",
        "comments",
        "contribution_type?, proposal_id>idea_id, proposal_title?, proposal_comments_id>id, proposal_comments_body>body,"
        "proposal_comments_parent>parent_id, proposal_comments_createdAt>created_at,"
        "proposal_comments_author_username>author, proposal_comments_author_email>author_email",
        "Cap Collectif comments",
    ),
    Header(
        "GitHub",
        "comments",
        "url?, html_url?, issue_url>idea_id, id>id, node_id, user.login>author, created_at>created_at, updated_at?, body>body,"
        "author_association",
        "GitHub comments",
    ),
    Header(
        "Discourse",
        "comments",
        "id>id, name>author, username?, created_at>created_at, cooked>body, post_number, post_type, reply_count?,"
        "topic_id>idea_id",
        "Discourse posts",
    ),
    Header(
        "Decidim",
        "comments",
        "id>id, created_at>created_at, body>body, locale?, author/id, author/name>author, commentable_id>idea_id",
    ),
    Header("Chinese", "comments", "评论编号>id, 提案编号>idea_id, 评论内容>body, 评论人>author, 评论时间>created_at"),
    Header(
        "plain", "comments", "Idea ID>idea_id, Comment>body, Author>author, Author Email>author_email, Date>created_at"
    ),
]
THANKS = [
    Header(
        "Bonusly",
        "thanks",
        "id>id, created_at>created_at, reason>message, reason_html?, amount>points, value>kind, giver.display_name>giver,"
        "giver.email>giver_email, receiver.display_name>receivers, receiver.email>receiver_email",
        "Bonusly",
    ),
    Header(
        "HeyTaco", "thanks", "Date>created_at, Giver>giver, Receiver>receivers, Tacos>points, Message>message, Channel"
    ),
    Header(
        "Motivosity",
        "thanks",
        "Date>created_at, From>giver, To>receivers, Amount>points, Note>message, Company Value>kind",
    ),
    Header(
        "Nectar",
        "thanks",
        "Sent At>created_at, Sender>giver, Sender Email>giver_email, Recipient>receivers, Recipient Email>receiver_email, Points>points, Message>message, Core Values>kind",
    ),
    Header(
        "nominations",
        "thanks",
        "Nominated By>giver, Nominee>receivers, Nominee Email>receiver_email, Award Name>kind, Justification>message, Award Date>created_at",
    ),
    Header(
        "Chinese",
        "thanks",
        "感谢人>giver, 被感谢人>receivers, 感谢语>message, 日期>created_at, 积分>points, 奖项>kind, 部门>department",
    ),
    Header("Thai", "thanks", "ผู้ให้>giver, ผู้รับ>receivers, ข้อความ>message, วันที่>created_at, ค่านิยม>kind, คะแนน>points"),
    Header(
        "Japanese",
        "thanks",
        "送信者>giver, 受信者>receivers, メッセージ>message, 送信日時>created_at, ポイント>points, バリュー>kind",
    ),
    Header("Korean", "thanks", "보낸 사람>giver, 받는 사람>receivers, 메시지>message, 날짜>created_at, 포인트>points"),
    Header("German", "thanks", "Von>giver, An>receivers, Nachricht>message, Datum>created_at, Auszeichnung>kind"),
    Header(
        "French", "thanks", "Expéditeur>giver, Destinataire>receivers, Motif>message, Date>created_at, Récompense>kind"
    ),
    Header("Spanish", "thanks", "De>giver, Para>receivers, Mensaje>message, Fecha>created_at, Puntos>points"),
    Header("Vietnamese", "thanks", "Người gửi>giver, Người nhận>receivers, Lời cảm ơn>message, Ngày gửi>created_at"),
]
HEADERS = [*PEOPLE, *DEPARTMENTS, *IDEAS, *COMMENTS, *THANKS]
BY_PRESET: dict[str, list[list[str]]] = defaultdict(list)
for _header in HEADERS:
    BY_PRESET[_header.preset].append(_header.columns)
